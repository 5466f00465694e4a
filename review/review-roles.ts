import { type CompareOptions, compareRoles } from './compare/compare-roles.ts'
import type { Comparison } from './model/comparison.ts'
import type { Judge } from './model/judgement.ts'
import type { Review } from './model/review.ts'
import type { RoleSet } from './model/role-set.ts'
import type { ReviewLimits } from './rules/make-review-judge.ts'
import { isMixed, widest } from './compare/verdict.ts'
import { defined } from '../core/language/defined.ts'

/** The two sides of a change, and what limits it. */
export interface ReviewSides extends ReviewLimits {
  readonly base: RoleSet
  readonly head: RoleSet
  /** In the caller's words: revisions, folders, a plan. */
  readonly compared: { readonly base: string; readonly head: string }
}

/** What a review needs beside the roles. */
export interface ReviewOptions extends CompareOptions {
  /** The rules. */
  readonly judge: Judge
  readonly compared?: ReviewSides['compared']
}

/** Reviews a change of roles: what became possible, what no longer is, and what the rules say about it. */
export function reviewRoles(base: RoleSet, head: RoleSet, options: ReviewOptions): Review {
  const comparison = compareRoles(base, head, options)
  const { findings, notRun } = options.judge(comparison)
  const verdicts = comparison.roles.map(({ verdict }) => verdict)
  const notCompared = countNotCompared(comparison)
  return {
    ...comparison,
    findings,
    notRun,
    verdict: widest(verdicts, notCompared),
    blocking: findings.filter(({ blocks }) => blocks).length,
    counts: {
      wider: verdicts.filter((verdict) => verdict === 'wider').length,
      narrower: verdicts.filter((verdict) => verdict === 'narrower').length,
      mixed: comparison.roles.filter(isMixed).length,
      sameAccess: verdicts.filter((verdict) => verdict === 'same access').length,
      notCompared,
    },
    actionTableDate: options.table.date,
    ...defined({ compared: options.compared }),
  }
}

/** What could be read on one side is compared with nothing: a role that was unreadable counts as new. */
function countNotCompared({ roles, unreadable }: Comparison): number {
  const read = new Set(roles.flatMap(({ before, after }) => [before?.from, after?.from]))
  const files = [...unreadable.base, ...unreadable.head].map(({ from }) => from)
  return new Set(files.filter((from) => !read.has(from))).size
}
