import type { ActionTable } from '../actions/action-table.ts'
import type { Judge } from '../model/judgement.ts'
import { defined } from '../../core/language/defined.ts'
import { readCodeOwners } from './code-owners.ts'
import { type Guardrail, NO_LIMITS } from './guardrails/guardrail.ts'
import { makeJudge } from './judge.ts'
import { readGuardrail } from './guardrails/read-guardrail.ts'
import { RULE_IDS } from './rule-table.ts'

/** Without a file, what was chosen elsewhere is all that there is. */
const NO_FILE: Guardrail = { ...NO_LIMITS, file: 'the command line' }

/** What stands beside the roles of a change and limits them, as texts. */
export interface ReviewLimits {
  readonly guardrail?: {
    readonly file: string
    readonly text: string
    readonly isChanged: boolean
    /** Whether it comes with the change: nobody has agreed to it, so it limits, and neither waives nor weighs. */
    readonly isNew: boolean
  }
  /** Addresses of what changes, grants rights, and is not read. */
  readonly notRead?: readonly string[]
  /** Of the file CODEOWNERS of the old side. */
  readonly codeOwners?: string
}

/**
 * Makes the judge of a review from its guardrail file, the owners of the files and severities that go before the file's.
 *
 * @throws `request-invalid` for a guardrail file with problems.
 */
export function makeReviewJudge(
  { guardrail: limits, codeOwners, notRead }: ReviewLimits,
  severities: Guardrail['severities'],
  { table, now }: { readonly table: ActionTable; readonly now: Date },
): Judge {
  const read = limits && readGuardrail(limits.text, limits.file, RULE_IDS)
  const isSaid = Object.keys(severities).length > 0
  const agreed = read && (limits.isNew ? { ...read, waivers: [], severities: {} } : read)
  const base = agreed ?? (isSaid ? NO_FILE : undefined)
  return makeJudge({
    table,
    now,
    ...defined({ notRead }),
    ...(base && { guardrail: { ...base, severities: { ...base.severities, ...severities } } }),
    ...(codeOwners === undefined ? {} : { codeOwners: readCodeOwners(codeOwners) }),
    ...(limits === undefined ? {} : { isGuardrailChanged: limits.isChanged }),
  })
}
