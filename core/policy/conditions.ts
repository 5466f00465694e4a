import type { Conditions } from './policy.ts'
import { type ConditionOperator, findOperator } from './operators.ts'
import { parseBoolean } from './values.ts'
import type { ContextLookup } from './variables.ts'

/**
 * Whether all conditions of a statement hold: operators and keys are joined by AND, the values of a
 * key by OR, and under a negated operator no value may match. An operator that AWS does not have
 * never holds.
 *
 * Source: IAM User Guide, "Condition operators" and "Creating a condition with multiple keys or
 * values".
 *
 * @param variables - the same as `context`, or undefined where the policy's version has no
 * variables
 */
export function conditionsHold(
  conditions: Conditions | undefined,
  context: ContextLookup,
  variables: ContextLookup | undefined,
): boolean {
  if (conditions === undefined) return true
  for (const name in conditions) {
    const operator = findOperator(name)
    const keys = conditions[name]
    if (operator === undefined || keys === undefined) return false
    for (const key in keys) {
      if (!holds(operator, context(key), keys[key] ?? [], variables)) return false
    }
  }
  return true
}

function holds(
  operator: ConditionOperator,
  actual: string | readonly string[] | undefined,
  wanted: readonly string[],
  variables: ContextLookup | undefined,
): boolean {
  if (operator.isNull) return wanted.some((value) => parseBoolean(value) === isNull(actual))
  if (actual === undefined && operator.ifExists) return true
  switch (operator.qualifier) {
    // "It also returns true if there are no keys in the request, or if the key values resolve to a
    // null data set"
    case 'ForAllValues':
      return (
        isNull(actual) || toList(actual).every((value) => fits(operator, value, wanted, variables))
      )
    // "For no matching key or a null dataset, the condition returns false"
    case 'ForAnyValue':
      return (
        !isNull(actual) && toList(actual).some((value) => fits(operator, value, wanted, variables))
      )
    case undefined:
      // "If the policy condition requires that the key is not matched, such as StringNotLike […],
      // and the right key is not present, the condition is true"
      if (actual === undefined) return operator.negated
      // "Multivalued condition keys require a set operator": without one, such a key matches
      // nothing.
      return typeof actual === 'string' && fits(operator, actual, wanted, variables)
  }
}

function fits(
  operator: ConditionOperator,
  actual: string,
  wanted: readonly string[],
  variables: ContextLookup | undefined,
): boolean {
  for (const value of wanted) {
    if (operator.matches(actual, value, variables)) return !operator.negated
  }
  return operator.negated
}

/**
 * Missing, or a null data set: no value, or "an empty string. In this case, the value […] is null".
 */
function isNull(actual: string | readonly string[] | undefined): boolean {
  if (actual === undefined || actual === '' || actual.length === 0) return true
  return typeof actual !== 'string' && actual.every((value) => value === '')
}

function toList(actual: string | readonly string[] | undefined): readonly string[] {
  return actual === undefined ? [] : typeof actual === 'string' ? [actual] : actual
}
