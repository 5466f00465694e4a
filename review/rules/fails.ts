import type { Review } from '../model/review.ts'
import type { Severity } from '../model/judgement.ts'
import { SEVERITIES } from './severities.ts'

/** From which severity on a review fails, that it does when anything is gained, or that it never does. */
export const FAIL_ON = ['error', 'warning', 'note', 'wider', 'never'] as const satisfies readonly (
  Severity | 'wider' | 'never'
)[]

/**
 * Whether something new weighs as much. What is waived, or stood there before, fails nothing. `wider` asks as Access Analyzer's
 * CheckNoNewAccess does: anything gained fails, whatever it weighs and whoever waived it, and so does what nobody could compare.
 */
export function isFailing(review: Review, level: (typeof FAIL_ON)[number]): boolean {
  const { findings, counts } = review
  if (level === 'never') return false
  if (level === 'wider') return counts.wider > 0 || counts.notCompared > 0
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(level) + 1)
  return findings.some(
    ({ isNew, waiver, severity }) => isNew && waiver === undefined && failing.includes(severity),
  )
}
