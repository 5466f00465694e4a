import type { OwnClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Seeded } from './seeded.ts'
import { Death, type Fate, type SimulatedProcess, type Timeline } from './timeline.ts'

/** What is wrong with a process and the machine that it runs on. */
export interface Troubles {
  /** How far the machine's clock is ahead. */
  readonly skewSeconds: number
  /** Of a thousand requests so many happen while somebody sets the clock, by this much. */
  readonly jumpsPerMille: number
  readonly jumpSeconds: number
  /** Of a thousand requests so many are followed by a suspension of the machine of ten minutes. */
  readonly suspensionsPerMille: number
  /** Of a thousand requests so many are given up by the process, or outlive it, and land up to two minutes later. */
  readonly latePerMille: number
  /** Which request of IAM meets a host that knows nothing of what is asked for; none where 0. */
  readonly staleNth: number
  readonly fateOf: () => Fate
}

/** Nothing is. */
export const NO_TROUBLES: Troubles = {
  skewSeconds: 0,
  jumpsPerMille: 0,
  jumpSeconds: 0,
  suspensionsPerMille: 0,
  latePerMille: 0,
  staleNth: 0,
  fateOf: () => 'none',
}

/** A machine, whose clock moves by itself. */
export interface Machine {
  readonly troubles: Troubles
  skewMs: number
  /** How long it was suspended in all, which elapsed time does not count. */
  asleepMs: number
  /** While it is suspended; resolved otherwise. */
  awake: Promise<void>
}

/** As it is switched on. */
export function newMachine(troubles: Troubles): Machine {
  const skewMs = troubles.skewSeconds * 1000
  return { troubles, skewMs, asleepMs: 0, awake: Promise.resolve() }
}

/** What a process takes for the time. */
export function clockOf(machine: Machine, time: Timeline): OwnClock {
  const { clock } = time
  return {
    ...clock,
    now: () => new Date(clock.now().getTime() + machine.skewMs),
    elapsedMs: () => clock.now().getTime() - machine.asleepMs,
    sleep: async (milliseconds, signal) => {
      await clock.sleep(milliseconds, signal)
      await machine.awake
    },
    alarm: (milliseconds, ring) => {
      let isSet = true
      void time.wait(milliseconds).then(() => {
        if (isSet) ring()
      })
      return () => {
        isSet = false
      }
    },
  }
}

const SUSPENDED_MS = 600_000
const LATE_MS_MAX = 120_000
const GIVEN_UP_MS = 10_000

/** A process on a machine: its requests are answered when the machine is awake, if they are. */
export function troubled(
  process: SimulatedProcess,
  of: { readonly machine: Machine; readonly time: Timeline; readonly random: Seeded },
): SimulatedProcess {
  const { machine, time, random } = of
  const { troubles } = machine
  const happens = (perMille: number) => perMille > 0 && random.percent(perMille / 10)
  const land = async <T>(what: string, request: () => Promise<T> | T): Promise<T> => {
    time.history.push(`${time.clock.now().toISOString()} ${process.name} ${what} [late]`)
    void time
      .wait(random.next() * LATE_MS_MAX)
      .then(request)
      .catch(() => undefined)
    if (random.percent(50)) {
      process.alive = false
      throw new Death()
    }
    await time.wait(GIVEN_UP_MS)
    throw new DaypassError('outcome-unknown', `${what}: no answer`)
  }
  return {
    name: process.name,
    get alive() {
      return process.alive
    },
    set alive(alive) {
      process.alive = alive
    },
    step: async (what, request) => {
      await machine.awake
      if (!process.alive) throw new Death()
      if (happens(troubles.latePerMille)) return await land(what, request)
      if (happens(troubles.jumpsPerMille)) machine.skewMs += troubles.jumpSeconds * 1000
      if (happens(troubles.suspensionsPerMille)) suspend(machine, time)
      const result = await process.step(what, request)
      await machine.awake
      return result
    },
  }
}

function suspend(machine: Machine, time: Timeline): void {
  time.history.push(`${time.clock.now().toISOString()} suspended for ten minutes`)
  machine.asleepMs += SUSPENDED_MS
  machine.awake = time.wait(SUSPENDED_MS)
}
