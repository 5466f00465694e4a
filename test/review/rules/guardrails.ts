import { readGuardrail } from '../../../review/rules/guardrails/read-guardrail.ts'
import { RULE_IDS } from '../../../review/rules/rule-table.ts'

/** A guardrail file of some text. */
export function guardrail(text: string) {
  return readGuardrail(text, 'guardrail.yaml', RULE_IDS)
}
