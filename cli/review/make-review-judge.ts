import { closest } from '../../core/role/closest.ts'
import type { ActionTable } from '../../review/action-table.ts'
import type { Judge } from '../../review/model.ts'
import { readCodeOwners } from '../../review/rules/code-owners.ts'
import type { Guardrail } from '../../review/rules/guardrail.ts'
import { makeJudge } from '../../review/rules/judge.ts'
import { readGuardrail } from '../../review/rules/read-guardrail.ts'
import { RULE_IDS } from '../../review/rules/rules.ts'
import { SEVERITIES } from '../../review/rules/severities.ts'
import { usageError } from '../error-text.ts'
import type { Sides } from './read-sides.ts'

/** Without a file, what was chosen on the command line is all that there is. */
const NO_FILE: Guardrail = {
  file: 'the command line',
  severities: {},
  forbiddenActions: [],
  requiredBoundaries: [],
  owners: [],
  accounts: [],
  protectedResources: [],
}

/**
 * Makes the judge of a review from its guardrail file, the owners of the files and `--severity`.
 *
 * @throws `request-invalid` for a guardrail file with problems.
 */
export function makeReviewJudge(
  { guardrail: limits, codeOwners }: Sides,
  severities: Guardrail['severities'],
  { table, now }: { readonly table: ActionTable; readonly now: Date },
): Judge {
  const read = limits && readGuardrail(limits.text, limits.file, RULE_IDS)
  const isSaid = Object.keys(severities).length > 0
  const base = read ?? (isSaid ? NO_FILE : undefined)
  return makeJudge({
    table,
    now,
    ...(base && { guardrail: { ...base, severities: { ...base.severities, ...severities } } }),
    ...(codeOwners === undefined ? {} : { codeOwners: readCodeOwners(codeOwners) }),
    ...(limits === undefined ? {} : { isGuardrailChanged: limits.isChanged }),
  })
}

/**
 * Reads what `--severity` was given.
 *
 * @throws `request-invalid`, with the rule that was most likely meant.
 */
export function readSeverities(given: readonly string[]): Guardrail['severities'] {
  const levels = [...SEVERITIES, 'off' as const]
  return Object.fromEntries(
    given.map((text) => {
      const [, rule = '', word = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
      const level = levels.find((one) => one === word)
      if (!RULE_IDS.includes(rule)) {
        const meant = closest(rule, RULE_IDS)
        const cure = meant === undefined ? 'like --severity ACC011=note' : `did you mean ${meant}?`
        throw usageError(`--severity ${JSON.stringify(text)} names no rule`, cure)
      }
      if (level === undefined) {
        throw usageError(
          `--severity ${JSON.stringify(text)} names no level`,
          `one of ${levels.join(', ')}`,
        )
      }
      return [rule, level] as const
    }),
  )
}
