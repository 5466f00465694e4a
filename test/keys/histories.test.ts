/** Rotation under crashes, lost replies and races, played from seeds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DaypassError, type ErrorCode, isDaypassError } from '../../core/errors.ts'
import { currentKey } from '../../core/keys/key-ring.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { reconcileKeys } from '../../core/keys/reconcile-keys.ts'
import { Death, type Fate, type Timeline, timeline } from '../simulation/timeline.ts'
import { type Seeded, seeded } from '../simulation/seeded.ts'
import { THOROUGH } from '../support/thorough.ts'
import { type KeyWorld, keyWorld, portsIn } from './world.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 1000 : 200))
const FIRST_SEED = Number(process.env['DAYPASS_SEED'] ?? 1)
const START = new Date('2026-01-01T00:00:00Z')

interface Play {
  readonly random: Seeded
  readonly time: Timeline
  readonly world: KeyWorld
  readonly foreign: string | undefined
  readonly broken: string[]
}

test(`in ${RUNS} simulated histories of crashes, lost replies, races and late lists the key on record always works`, async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
    const random = seeded(seed)
    // Where processes are so slow that others go on for them, nobody dies besides: see docs/root.md.
    const slow = random.percent(20)
    const time = timeline(random, START, slow ? 88_000 : 2000)
    try {
      await simulate(random, time, slow)
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error)
      const again = `run it alone with DAYPASS_SEED=${seed} DAYPASS_RUNS=1`
      throw new Error(`seed ${seed}, ${again}: ${what}\n${time.history.join('\n')}`, {
        cause: error,
      })
    }
  }
})

async function simulate(random: Seeded, time: Timeline, slow: boolean): Promise<void> {
  const { clock } = time
  const world = await keyWorld(clock)
  if (random.percent(30)) world.behind = () => random.pick([0, 0, 5, 20])
  const foreign = random.percent(25) ? world.makeForeign(random.percent(50)) : undefined
  // One that no list shows yet when a rotation begins could not be told from the rotation's own: see docs/root.md.
  clock.advance(30)
  const play: Play = { random, time, world, foreign, broken: [] }
  for (let round = 0; round < 3; round++) {
    const fate = slow ? () => 'none' as const : fates(random)
    const lives = Array.from({ length: 1 + random.below(3) }, (_, n) =>
      live(play, `p${round}.${n}`, fate),
    )
    await time.run(lives)
    for (const one of lives) await one
    clock.advance(random.pick([1, 60, 200, 400, 4000]))
  }
  if (foreign !== undefined) assert.ok(world.aws.has(foreign), 'a foreign key was deleted')
  if (foreign !== undefined) world.aws.delete(foreign)
  world.behind = () => 0
  for (let sweeps = 0; sweeps < 4; sweeps++) {
    clock.advance(4000)
    // A key that a dead process had begun to take back is found out by trying it, once.
    await sweepQuietly(play, sweeps < 2 ? ['key-not-accepted'] : [])
  }
  const kept = await recorded(world)
  assert.ok(['steady', 'retiring'].includes(kept.ring.phase), kept.ring.phase)
  const known = [
    currentKey(kept.ring)?.accessKeyId,
    kept.ring.phase === 'retiring' ? kept.ring.old?.accessKeyId : undefined,
  ].filter((id) => id !== undefined)
  assert.deepEqual([...world.aws.keys()].sort(), known.sort(), 'keys that nobody knows')
  assert.deepEqual(play.broken, [])
}

function fates(random: Seeded): () => Fate {
  const percent = random.pick([0, 3, 8, 20])
  return () =>
    random.percent(percent)
      ? random.pick<Fate>(['die-before', 'die-after', 'lose-request', 'lose-reply', 'refuse'])
      : 'none'
}

/** One process: it rotates because somebody asks, or sweeps. */
async function live(play: Play, name: string, fateOf: () => Fate): Promise<void> {
  const { random, time, world } = play
  const process = time.process(name, fateOf)
  const ports = portsIn(world, time.clock, {
    send: async (what, request) => await process.step(what, () => watched(play, what, request)),
    canOpen: random.percent(80),
  })
  try {
    if (random.percent(40)) await reconcileKeys(ports, {})
    else await rotate(ports, { force: true, graceSeconds: random.pick([0, 0, 300]) })
  } catch (error) {
    if (!(error instanceof Death) && !isDaypassError(error)) throw error
    accuses(play, name, error)
  }
}

/** Nobody reads "delete it in IAM if nobody needs it" of a key that a rotation has made, and that is still there. */
function accuses({ world, foreign, broken }: Play, name: string, error: Error): void {
  if (!isDaypassError(error) || error.reason?.is !== 'key-unknown') return
  const { accessKeyId } = error.reason
  if (accessKeyId !== foreign && world.aws.has(accessKeyId))
    broken.push(`${name} accuses ${accessKeyId}: ${error.message}`)
}

/** After every request: whoever reads the record now gets a key that works. */
async function watched<T>(
  { world, broken }: Play,
  what: string,
  request: () => Promise<T> | T,
): Promise<T> {
  const result = await request()
  const { ring } = await recorded(world)
  const current = currentKey(ring)
  if (current === undefined || world.aws.get(current.accessKeyId)?.secret !== current.sealed) {
    broken.push(`after ${what} the key on record, ${current?.accessKeyId ?? 'none'}, does not work`)
  }
  return result
}

async function recorded(world: KeyWorld) {
  const stored = await portsIn(world, { ...NO_CLOCK }, {}).store.read()
  if (stored === undefined) throw new Error('there is no record')
  return stored.kept
}

const NO_CLOCK = {
  now: () => START,
  sleep: () => Promise.resolve(),
  alarm: () => () => undefined,
}

async function sweepQuietly({ world, time }: Play, allowed: readonly ErrorCode[]): Promise<void> {
  const process = time.process('sweeper', () => 'none')
  const swept = reconcileKeys(
    portsIn(world, time.clock, {
      send: async (what, request) => await process.step(what, request),
    }),
    {},
  )
  await time.run([swept])
  const reconciled = await swept
  const failed: DaypassError | undefined =
    reconciled !== undefined && 'error' in reconciled ? reconciled.error : undefined
  if (failed !== undefined && !allowed.includes(failed.code)) throw failed
}
