import { DaypassError } from '../core/errors.ts'
import type { Bench } from './bench.ts'
import type { Answer, Probe } from './probes.ts'

/** How often AWS has to answer the same before it counts: its hosts do not learn of a change all at once. */
const STREAK = 3

/** How long a change is waited for. AWS says "a few minutes"; some seconds are usual. */
const LIMIT_MS = 120_000

/** How long is watched whether something stays as it is. */
const WATCH_MS = 6_000

const QUICK_MS = 250
const QUICK_FOR_MS = 15_000
const SLOW_MS = 1_000

/** What happens once and briefly is looked for this often. */
export const CLOSELY_MS = QUICK_MS

/** When a change took hold. */
export interface Settling {
  /** For each probe that got there, the time to the first of the answers that stayed. */
  readonly tookMs: readonly number[]
  /** Names of the probes that did not within two minutes. */
  readonly never: readonly string[]
}

/**
 * Asks until each probe was answered as wanted three times in a row.
 *
 * @param since - when the change was acknowledged, in epoch milliseconds.
 * @throws the signal's reason when it aborts.
 */
export async function untilAnswered(
  bench: Bench,
  wanted: Answer,
  probes: readonly Probe[],
  since = bench.clock.now().getTime(),
): Promise<Settling> {
  const elapsed = () => bench.clock.now().getTime() - since
  const series = probes.map((probe) => ({ probe, streak: 0, beganMs: 0 }))
  const open = () => series.filter(({ streak }) => streak < STREAK)
  while (open().length > 0 && elapsed() < LIMIT_MS) {
    bench.signal.throwIfAborted()
    await Promise.all(
      open().map(async (one) => {
        const askedMs = elapsed()
        const answer = await one.probe.ask()
        if (one.streak === 0) one.beganMs = askedMs
        one.streak = answer === wanted ? one.streak + 1 : 0
      }),
    )
    await bench.clock.sleep(elapsed() < QUICK_FOR_MS ? QUICK_MS : SLOW_MS, bench.signal)
  }
  return {
    tookMs: series.filter(({ streak }) => streak >= STREAK).map(({ beganMs }) => beganMs),
    never: open().map(({ probe }) => probe.name),
  }
}

/**
 * Waits until everything is allowed, before an experiment begins.
 *
 * @throws `aws-unavailable` when it never is: then the experiment would show nothing.
 */
export async function ready(bench: Bench, probes: readonly Probe[]): Promise<void> {
  const { never } = await untilAnswered(bench, 'allowed', probes)
  if (never.length === 0) return
  throw new DaypassError(
    'aws-unavailable',
    `${never.join(', ')} was not allowed before the experiment began`,
  )
}

/**
 * Watches for some seconds and answers the names of the probes that were ever answered otherwise, or never
 * as expected.
 */
export async function deviatingProbes(
  bench: Bench,
  expected: Answer,
  probes: readonly Probe[],
  everyMs = SLOW_MS,
): Promise<readonly string[]> {
  const end = bench.clock.now().getTime() + WATCH_MS
  const series = probes.map((probe) => ({ probe, answers: new Set<Answer>() }))
  do {
    bench.signal.throwIfAborted()
    await Promise.all(series.map(async ({ probe, answers }) => answers.add(await probe.ask())))
    await bench.clock.sleep(everyMs, bench.signal)
  } while (bench.clock.now().getTime() < end)
  const other = expected === 'allowed' ? 'refused' : 'allowed'
  return series
    .filter(({ answers }) => answers.has(other) || !answers.has(expected))
    .map(({ probe }) => probe.name)
}
