import { BROAD_ACCESS_RULES } from './access/broad-rules.ts'
import { ACCESS_CHANGE_RULES } from './access/change-rules.ts'
import { RISKY_ACCESS_RULES } from './access/risky-rules.ts'
import { UNREAD_ACCESS_RULES } from './access/unread-rules.ts'
import { ESCALATION_RULES } from './escalation/rules.ts'
import { EXPECTATION_RULES } from './expectations/rules.ts'
import { GUARDRAIL_RULES } from './guardrails/rules.ts'
import { HYGIENE_RULES } from './hygiene/rules.ts'
import { LIFETIME_RULES } from './lifetime/rules.ts'
import type { Rule, RuleText } from './rule.ts'
import { TRUST_RULES } from './trust/rules.ts'
import { ACTION_VALIDITY_RULES } from './validity/action-rules.ts'
import { CONDITION_VALIDITY_RULES } from './validity/condition-rules.ts'
import { RESOURCE_VALIDITY_RULES } from './validity/resource-rules.ts'
import { SIZE_RULES } from './validity/size-rules.ts'
import { STRUCTURE_RULES } from './validity/structure-rules.ts'

/** The rule table, sorted by id. */
export const RULES: readonly Rule[] = [
  ...ACCESS_CHANGE_RULES,
  ...BROAD_ACCESS_RULES,
  ...RISKY_ACCESS_RULES,
  ...UNREAD_ACCESS_RULES,
  ...ESCALATION_RULES,
  ...EXPECTATION_RULES,
  ...GUARDRAIL_RULES,
  ...HYGIENE_RULES,
  ...SIZE_RULES,
  ...TRUST_RULES,
  ...LIFETIME_RULES,
  ...ACTION_VALIDITY_RULES,
  ...RESOURCE_VALIDITY_RULES,
  ...CONDITION_VALIDITY_RULES,
  ...STRUCTURE_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1))

/** Ids of all rules, for a guardrail file's `severities`. */
export const RULE_IDS: readonly string[] = RULES.map(({ id }) => id)

/** What a rule is, by its id. */
export function ruleText(id: string): RuleText | undefined {
  return RULES.find((rule) => rule.id === id)
}
