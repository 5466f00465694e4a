import { type CompareOptions, compareRoles } from './compare-roles.ts'
import type { Judge, LiveLeases, Review, RoleSet } from './model/model.ts'
import { widest } from './model/verdict.ts'
import { defined } from '../core/language/defined.ts'

/** What a review needs beside the roles. */
export interface ReviewOptions extends CompareOptions {
  /** The rules. */
  readonly judge: Judge
  /** What is compared, in the caller's words. */
  readonly compared?: { readonly base: string; readonly head: string }
  /** From a state that could be read. */
  readonly liveLeases?: readonly LiveLeases[]
}

/** Reviews a change of roles: what became possible, what no longer is, and what the rules say about it. */
export function reviewRoles(base: RoleSet, head: RoleSet, options: ReviewOptions): Review {
  const comparison = compareRoles(base, head, options)
  const { findings, notRun } = options.judge(comparison)
  const verdicts = comparison.roles.map(({ verdict }) => verdict)
  const { compared, liveLeases } = options
  return {
    ...comparison,
    findings,
    notRun,
    verdict: widest(verdicts),
    blocking: findings.filter(({ blocks }) => blocks).length,
    counts: {
      wider: verdicts.filter((verdict) => verdict === 'wider').length,
      narrower: verdicts.filter((verdict) => verdict === 'narrower').length,
      sameAccess: verdicts.filter((verdict) => verdict === 'same access').length,
    },
    actionTableDate: options.table.date,
    ...defined({ compared, liveLeases }),
  }
}
