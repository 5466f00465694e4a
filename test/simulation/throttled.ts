import { newPace } from '../../aws/clients/pace.ts'
import { secondsAfter } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import type { Ports } from '../../core/ports.ts'
import type { Role } from '../../core/role/role.ts'
import { serverClock } from '../../core/server-clock.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { createThrottle } from '../../sandbox/throttle.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import { fakeAws } from '../fakes/aws-world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { seeded } from './seeded.ts'
import { timeline } from './timeline.ts'

/** Expired leases, an IAM that takes so many requests a second, and sweeps, each of which begins anew every minute. */
export interface Crowd {
  readonly role: Role
  readonly leases: number
  /** Without a limit when absent. */
  readonly iamPerSecond?: number
  readonly sweeps: number
}

/** What came of it. */
export interface Outcome {
  /** From the first sweep's beginning until nothing was left, or the given time was over. */
  readonly seconds: number
  readonly left: number
  readonly reports: readonly SweepReport[]
}

const START = new Date('2026-01-01T00:00:00Z')
const LATENCY_MS = 40
/** What deleting a user takes, of which the fake does two. */
export const IAM_REQUESTS_A_USER = 10
const MINUTE_MS = 60_000

/** As the SDK would throw it. */
function refuse(throttle: () => void): void {
  try {
    throttle()
  } catch {
    throw Object.assign(new Error('Rate exceeded'), { name: 'Throttling', $fault: 'client' })
  }
}

/** Lets the sweeps run in virtual time until nothing is left, for an hour at the most. */
export async function sweepCrowd(crowd: Crowd, seed = 1, secondsMax = 3600): Promise<Outcome> {
  const random = seeded(seed)
  const time = timeline(random, START, LATENCY_MS / 2)
  const objects = memoryObjects()
  const aws = fakeAws(time.clock)
  const isOpen = { throttle: createThrottle(undefined) }
  const portsOf = (name: string): Ports => {
    const process = time.process(name, () => 'none')
    const clock = serverClock({ ...time.clock, elapsedMs: () => time.clock.now().getTime() })
    const pace = newPace(clock)
    const ask = async <T>(what: string, request: () => T): Promise<T> => {
      const hear = clock.listen()
      try {
        return await pace.send(() =>
          process.step(what, () => {
            refuse(() => {
              isOpen.throttle(time.clock.now())
            })
            return request()
          }),
        )
      } catch (cause) {
        throw cause instanceof DaypassError
          ? cause
          : new DaypassError('aws-throttled', what, { cause })
      } finally {
        hear(time.clock.now().toUTCString())
      }
    }
    const own = { clock, random: (size: number) => random.bytes(size) }
    const reached = {
      ...objects,
      get: (key: string) => process.step(`s3 get ${key}`, () => objects.get(key)),
      put: (...of: Parameters<typeof objects.put>) =>
        process.step(`s3 put ${of[0]}`, () => objects.put(...of)),
      remove: (keys: readonly string[]) => process.step('s3 remove', () => objects.remove(keys)),
      removeVersion: (...of: Parameters<typeof objects.removeVersion>) =>
        process.step('s3 remove', () => objects.removeVersion(...of)),
    }
    const askTime = async () => {
      await process.step('aws GetCallerIdentity', () => undefined)
      clock.listen()(time.clock.now().toUTCString())
    }
    const connected = aws.connect(ask, { ...own, askTime, store: denialStore(reached, own) })
    const { users } = connected.revocation
    return {
      ...own,
      ...connected,
      revocation: {
        ...connected.revocation,
        users: {
          ...users,
          delete: async (...of) => {
            for (let n = 2; n < IAM_REQUESTS_A_USER; n++) await ask('aws others', () => undefined)
            return await users.delete(...of)
          },
        },
      },
      leases: leaseStore(reached, own),
      askTime,
    }
  }
  const maker = portsOf('maker')
  const made = async (): Promise<void> => {
    for (let n = 0; n < crowd.leases; n++)
      await issue(maker, { role: crowd.role, holder: { kind: 'shell' } })
  }
  await time.run([made()])
  time.clock.advance(7200)
  isOpen.throttle = createThrottle(crowd.iamPerSecond)
  const begun = time.clock.now()
  const end = secondsAfter(begun, secondsMax)
  const left = (): number =>
    [...objects.stored.keys()].filter((key) => key.startsWith('leases/')).length
  const reports: SweepReport[] = []
  let last = begun
  const sweeping = async (n: number): Promise<void> => {
    await time.wait(n * 100)
    while (left() > 0 && time.clock.now() < end) {
      const minute = time.clock.now().getTime() + MINUTE_MS
      reports.push(await sweep(portsOf(`sweep ${n}`), { full: false }))
      last = time.clock.now()
      if (left() > 0) await time.wait(Math.max(0, minute - time.clock.now().getTime()))
    }
  }
  await time.run(Array.from({ length: crowd.sweeps }, (_, n) => sweeping(n)))
  return { seconds: (last.getTime() - begun.getTime()) / 1000, left: left(), reports }
}
