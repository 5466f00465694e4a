import type { Review } from '../model/review.ts'
import type { Severity } from '../model/judgement.ts'
import { SEVERITIES } from './severities.ts'

/** From which severity on a review fails, or that it never does. */
export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const satisfies readonly (
  Severity | 'never'
)[]

/** Whether something new weighs as much. What is waived, or stood there before, fails nothing. */
export function isFailing({ findings }: Review, level: (typeof FAIL_ON)[number]): boolean {
  if (level === 'never') return false
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1)
  return findings.some(
    ({ isNew, waiver, severity }) => isNew && waiver === undefined && failing.includes(severity),
  )
}
