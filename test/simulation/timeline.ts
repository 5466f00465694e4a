import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Seeded } from './seeded.ts'

/** What a dead process throws at every further step: it can do nothing more, not even clean up. */
export class Death extends Error {}

/** What may befall one step of a process. */
export type Fate = 'none' | 'die-before' | 'die-after' | 'lose-request' | 'lose-reply' | 'refuse'

/** One simulated process: it lives until fate says otherwise. */
export interface SimulatedProcess {
  readonly name: string
  alive: boolean
  /** Runs one request to AWS or the store, which takes some time there and back, as fate will have it. */
  step<T>(what: string, request: () => Promise<T> | T): Promise<T>
}

/** Several processes in virtual time; what happens next is drawn from the seed. */
export interface Timeline {
  readonly clock: Clock & { advance(seconds: number): void }
  readonly history: string[]
  /** Does what takes time of the machine, such as loading a module: no time passes meanwhile. */
  standStill<T>(work: () => Promise<T>): Promise<T>
  /** Waits until a time so many milliseconds from now. */
  wait(milliseconds: number): Promise<void>
  process(name: string, fateOf: (what: string) => Fate): SimulatedProcess
  /** Runs until all tasks have come to rest. */
  run(tasks: readonly Promise<unknown>[]): Promise<void>
}

interface Event {
  readonly at: number
  readonly resume: () => void
}

export function timeline(random: Seeded, start: Date, latencyMillisecondsMax: number): Timeline {
  let now = start.getTime()
  const events: Event[] = []
  const history: string[] = []
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((resume) => events.push({ at: now + milliseconds, resume }))
  const travel = (): Promise<void> => wait(random.next() * latencyMillisecondsMax)
  const clock = {
    now: () => new Date(now),
    advance: (seconds: number) => void (now += seconds * 1000),
    sleep: wait,
    // Processes are stopped by fate, not by deadlines.
    alarm: () => () => undefined,
  }

  async function step<T>(
    process: SimulatedProcess,
    what: string,
    fate: Fate,
    request: () => Promise<T> | T,
  ) {
    await travel()
    if (!process.alive) throw new Death()
    history.push(
      `${clock.now().toISOString()} ${process.name} ${what}${fate === 'none' ? '' : ` [${fate}]`}`,
    )
    const happens = fate === 'none' || fate === 'die-after' || fate === 'lose-reply'
    const result = happens ? await request() : undefined
    if (fate.startsWith('die')) process.alive = false
    await travel()
    if (!process.alive) throw new Death()
    if (fate === 'refuse') throw refusal(what)
    if (fate.startsWith('lose')) throw new DaypassError('outcome-unknown', `${what}: no answer`)
    return result as T
  }

  let standing = 0
  return {
    clock,
    history,
    standStill: async (work) => {
      standing++
      try {
        return await work()
      } finally {
        standing--
      }
    },
    wait,
    process: (name, fateOf) => {
      const process: SimulatedProcess = {
        name,
        alive: true,
        step: (what, request) =>
          step(process, what, process.alive ? fateOf(what) : 'none', request),
      }
      return process
    },
    run: async (tasks) => {
      let open = tasks.length
      const all = Promise.allSettled(tasks.map((task) => task.finally(() => open--)))
      for (let idle = 0; open > 0;) {
        await new Promise((resolve) => setImmediate(resolve))
        if (standing > 0) continue
        const next = takeEarliest(events)
        idle = next === undefined ? idle + 1 : 0
        if (idle > 1000) throw new Error('the simulation hangs')
        if (next === undefined) continue
        now = Math.max(now, next.at)
        next.resume()
      }
      await all
    },
  }
}

function takeEarliest(events: Event[]): Event | undefined {
  let earliest = 0
  for (let n = 1; n < events.length; n++) {
    if ((events[n]?.at ?? 0) < (events[earliest]?.at ?? 0)) earliest = n
  }
  return events.splice(earliest, 1)[0]
}

function refusal(what: string): DaypassError {
  return new DaypassError(
    what.startsWith('aws') ? 'aws-throttled' : 'state-unavailable',
    `${what}: refused`,
  )
}
