import { randomBytes } from 'node:crypto'
import { type Clock, systemClock } from '../../core/clock.ts'
import type { Ports } from '../../core/ports.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import type { ObjectStore } from '../../state/objects.ts'
import type { FakeAws } from '../fakes/aws-world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

/** The domain over a store in memory and a fake AWS: what is left is daypass's own work. */
export function memoryPorts(
  makeAws: (clock: Clock) => FakeAws,
  given: Clock = systemClock,
  objects: ObjectStore = memoryObjects(),
): Ports {
  const clock = rightClock(given)
  const random = (size: number): Uint8Array => randomBytes(size)
  // Apart from what is measured: nothing is denied here.
  const askTime = () => Promise.resolve()
  const denials = { store: denialStore(memoryObjects(), { random }), clock, askTime, random }
  const aws = makeAws(clock).connect((_, request) => Promise.resolve(request()), denials)
  return { ...aws, leases: leaseStore(objects, { clock, random }), clock, askTime, random }
}
