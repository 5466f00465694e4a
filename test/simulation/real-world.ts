import assert from 'node:assert/strict'
import { assemblePorts } from '../../assembly/assemble.ts'
import { newPace } from '../../aws/clients/pace.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { serverClock } from '../../core/server-clock.ts'
import { type Sandbox, liveCredentials, startSandbox } from '../../sandbox/sandbox.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import type { ObjectStore } from '../../state/objects.ts'
import { secondStore } from '../../state/seconds.ts'
import { type MemoryObjects, memoryObjects } from '../fakes/memory-objects.ts'
import { foreignThings } from '../really-gone/look.ts'
import { ACCOUNT, type Key, TYPES, roleOf } from '../really-gone/scene.ts'
import { type Troubles, clockOf, newMachine, troubled } from './machine.ts'
import { clientsInProcess } from './sdk-in-process.ts'
import { type Seeded, seeded } from './seeded.ts'
import { type SimulatedProcess, type Timeline, timeline } from './timeline.ts'

/** One history of AWS on a bad day, and of all who work on one state. */
export interface RealWorld {
  readonly random: Seeded
  readonly time: Timeline
  readonly sandbox: Sandbox
  readonly objects: MemoryObjects
  /** What was handed out. */
  readonly held: Issuance[]
  /** Whose end somebody has asked for, or hastened. */
  readonly endedEarly: Set<LeaseId>
  /** What was said to be over, when. */
  readonly said: Map<LeaseId, Date>
  readonly strangers: readonly string[]
}

const START = new Date('2026-01-01T00:00:00Z')
const LATENCY_MS = 400

/** AWS with the role `deploy`, a stranger's user, and an empty state. */
export async function newRealWorld(seed: number): Promise<RealWorld> {
  const random = seeded(seed)
  const time = timeline(random, START, LATENCY_MS)
  const sandbox = await startSandbox({ accountId: ACCOUNT, clock: time.clock })
  seedRoles(
    sandbox,
    TYPES.map((type) => roleOf(type)),
  )
  return {
    random,
    time,
    sandbox,
    objects: memoryObjects(),
    held: [],
    endedEarly: new Set(),
    said: new Map(),
    strangers: foreignThings(sandbox),
  }
}

/** A process of daypass: the domain on the real adapters of AWS, each of whose requests is a step of the timeline. */
export async function startProcess(
  world: RealWorld,
  name: string,
  troubles: Troubles,
  key: Key = world.sandbox.root,
): Promise<{ readonly ports: Ports; readonly process: SimulatedProcess }> {
  const { time, random, sandbox } = world
  const machine = newMachine(troubles)
  const process = troubled(
    time.process(name, () => troubles.fateOf()),
    { machine, time, random },
  )
  const clock = serverClock(clockOf(machine, time))
  const credentials = () => Promise.resolve({ ...key, expiration: new Date(0) })
  const config = { region: 'us-east-1', credentials, listener: clock, pace: newPace(clock) }
  const skewMs = () => machine.skewMs
  const { staleNth } = troubles
  const asking = { sandbox, time, random, process, skewMs, staleNth }
  const clients = await time.standStill(() => clientsInProcess(asking, config))
  const objects = reached(world, process)
  const bytes = (size: number): Uint8Array => random.bytes(size)
  const own = { clock, random: bytes }
  const state = {
    leases: leaseStore(objects, own),
    denials: denialStore(objects, own),
    seconds: secondStore(objects, own),
  }
  return { ports: assemblePorts({ clients, config, state, ...own }), process }
}

function reached({ objects }: RealWorld, process: SimulatedProcess): ObjectStore {
  return {
    place: objects.place,
    get: (key) => process.step(`s3 get ${key}`, () => objects.get(key)),
    put: (key, body, condition) =>
      process.step(`s3 put ${key}`, () => objects.put(key, body, condition)),
    remove: (keys) => process.step(`s3 remove ${keys.join(' ')}`, () => objects.remove(keys)),
    removeVersion: (key, version) =>
      process.step(`s3 remove ${key}`, () => objects.removeVersion(key, version)),
    list: async function* (prefix, options) {
      const keys = await process.step(`s3 list ${prefix}`, async () => {
        const found = []
        for await (const key of objects.list(prefix, options)) found.push(key)
        return found
      })
      yield* keys
    },
  }
}

/** Lets time pass: whatever is still on its way lands meanwhile. */
export async function pass({ time }: RealWorld, seconds: number): Promise<void> {
  await time.run([time.wait(seconds * 1000)])
}

/** Ids of the credentials that are good for anything now. */
export function workingKeys({ sandbox, time }: RealWorld): ReadonlySet<string> {
  const live = liveCredentials(sandbox.world, time.clock.now())
  return new Set(live.filter(({ denied }) => !denied).map(({ accessKeyId }) => accessKeyId))
}

/** Nothing that is not daypass's was touched. */
export function assertStrangers({ sandbox, strangers }: RealWorld): void {
  assert.deepEqual(foreignThings(sandbox), strangers, 'what is not ours was touched')
}
