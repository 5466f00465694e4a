import type { Bench } from './bench.ts'

/** The acceptance cases, by the numbers they have in `docs/prove.md`. */
export const CASE_IDS = [
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'A6',
  'A7',
  'A8',
  'A9',
  'A10',
  'A11',
  'A12',
  'A13',
  'A14',
] as const

/** One of {@link CASE_IDS}. */
export type CaseId = (typeof CASE_IDS)[number]

/** What a case came to, in the words of the table. */
export type CaseVerdict = 'as expected' | 'differs' | 'not tried'

/** One line of the table, but for the case it belongs to. */
export interface CaseFinding {
  /** What AWS documents, or daypass relies on. */
  readonly expected: string
  /** What AWS did; why, where it was not tried. */
  readonly found: string
  readonly verdict: CaseVerdict
  /** How long it took in milliseconds, once for each time it was measured. */
  readonly tookMs: readonly number[]
}

/** One line of the table. */
export interface Row extends CaseFinding {
  readonly case: CaseId
}

/** An experiment on a real account. */
export interface Case {
  readonly id: CaseId
  /** What it is about, in a few words. */
  readonly title: string
  /** What it makes in the account at the most. */
  readonly makes: { readonly roles: number; readonly users: number }
  /** Tells findings as they come: those before an error stay. */
  readonly run: (bench: Bench) => AsyncIterable<CaseFinding>
}

/** A finding that was made. */
export function finding(
  expected: string,
  isSo: boolean,
  seen: { readonly found: string; readonly tookMs?: readonly number[] },
): CaseFinding {
  const { found, tookMs = [] } = seen
  return { expected, found, verdict: isSo ? 'as expected' : 'differs', tookMs }
}

/** A finding that could not be made. */
export function notTried(expected: string, why: string): CaseFinding {
  return { expected, found: why, verdict: 'not tried', tookMs: [] }
}
