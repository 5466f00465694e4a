import { closest } from '../../core/language/closest.ts'
import type { Guardrail } from '../../review/rules/guardrails/guardrail.ts'
import { RULE_IDS } from '../../review/rules/rule-table.ts'
import { SEVERITIES } from '../../review/rules/severities.ts'
import { usageError } from '../error-text.ts'

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
