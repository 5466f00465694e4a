import { isMixed } from '../compare/verdict.ts'
import type { Review } from '../model/review.ts'
import type { RoleComparison } from '../model/comparison.ts'

/** The line that must be enough: the verdict as the first word, and what blocks. */
export function verdictLine({ verdict, counts, blocking, findings }: Review): string {
  const parts = [
    counted(counts.wider - counts.mixed, 'wider'),
    counted(counts.mixed, 'wider and narrower'),
    counted(counts.narrower, 'narrower'),
    counted(counts.sameAccess, 'with the same access'),
    counted(counts.notCompared, 'not compared'),
  ].filter((part) => part !== '')
  const summary = parts.length === 0 ? 'no roles' : parts.join(', ')
  const waived = findings.filter(({ waiver }) => waiver !== undefined).length
  const isAllMixed = counts.mixed > 0 && counts.mixed === counts.wider
  return `${isAllMixed ? 'mixed' : verdict}: ${summary}; ${blockingText(blocking)}${waived === 0 ? '' : `; ${waived} waived`}`
}

/** A role's own verdict line, without its name. */
export function roleVerdict(comparison: RoleComparison, blocking: number): string {
  const { kind, verdict } = comparison
  const made = kind === 'added' || kind === 'removed' || kind === 'renamed' ? ` (${kind})` : ''
  return `${isMixed(comparison) ? 'mixed' : verdict}${made}${blocking > 0 ? `, ${blocking} blocking` : ''}`
}

function blockingText(blocking: number): string {
  if (blocking === 0) return 'nothing blocks'
  return blocking === 1 ? '1 finding blocks' : `${blocking} findings block`
}

function counted(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? 'role' : 'roles'} ${what}`
}
