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
  /** Runs one request to AWS or the store, when the timeline says so and as fate will have it. */
  step<T>(what: string, request: () => Promise<T> | T): Promise<T>
}

/** Several processes, one thing at a time, in an order drawn from the seed. */
export interface Timeline {
  readonly clock: Clock & { advance(seconds: number): void }
  readonly history: string[]
  process(name: string, fateOf: (what: string) => Fate): SimulatedProcess
  /** Runs until no process waits for anything. */
  run(tasks: readonly Promise<unknown>[]): Promise<void>
}

export function timeline(random: Seeded, start: Date, secondsPerStepMax: number): Timeline {
  let now = start.getTime()
  const waiting: (() => void)[] = []
  const history: string[] = []
  const turn = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
  const clock = {
    now: () => new Date(now),
    advance: (seconds: number) => void (now += seconds * 1000),
    sleep: async (milliseconds: number) => {
      const until = now + milliseconds
      while (now < until) {
        now = Math.max(now, Math.min(until, now + 50 + random.below(500)))
        await turn()
      }
    },
    // Processes are stopped by fate, not by deadlines.
    deadline: () => new AbortController().signal,
  }
  return {
    clock,
    history,
    process: (name, fateOf) => {
      const process: SimulatedProcess = {
        name,
        alive: true,
        step: async (what, request) => {
          const fate = process.alive ? fateOf(what) : 'none'
          await turn()
          now += random.below(secondsPerStepMax * 1000)
          if (!process.alive) throw new Death()
          history.push(`${clock.now().toISOString()} ${name} ${what}${fate === 'none' ? '' : ` [${fate}]`}`)
          return await suffer(process, fate, what, request)
        },
      }
      return process
    },
    run: async (tasks) => {
      let open = tasks.length
      const settled = tasks.map((task) => task.finally(() => open--))
      const all = Promise.allSettled(settled)
      for (let idle = 0; open > 0; ) {
        await new Promise((resolve) => setImmediate(resolve))
        const [next] = waiting.splice(random.below(Math.max(waiting.length, 1)), 1)
        if (next !== undefined) next()
        idle = next === undefined ? idle + 1 : 0
        if (idle > 10_000) throw new Error('the simulation hangs')
      }
      await all
    },
  }
}

async function suffer<T>(
  process: SimulatedProcess,
  fate: Fate,
  what: string,
  request: () => Promise<T> | T,
): Promise<T> {
  switch (fate) {
    case 'none':
      return await request()
    case 'die-before':
      process.alive = false
      throw new Death()
    case 'die-after':
      await request()
      process.alive = false
      throw new Death()
    case 'lose-request':
      throw new DaypassError('outcome-unknown', `${what}: no answer`)
    case 'lose-reply':
      await request()
      throw new DaypassError('outcome-unknown', `${what}: no answer`)
    case 'refuse':
      throw new DaypassError(what.startsWith('aws') ? 'aws-throttled' : 'state-unavailable', `${what}: refused`)
  }
}
