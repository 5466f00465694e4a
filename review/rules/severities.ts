import type { Severity } from '../model/judgement.ts'

/** From worst to least. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

/** A severity some steps lower; a note is the least. */
export function lower(severity: Severity, steps: number): Severity {
  const index = SEVERITIES.indexOf(severity) + steps
  return SEVERITIES[Math.min(index, SEVERITIES.length - 1)] ?? severity
}

/** For sorting: negative when the first is worse. */
export function bySeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)
}
