import type { Conditions } from '../../core/policy/policy.ts'
import { type ConditionOperator, findOperator } from '../../core/policy/operators.ts'

/** One operator with one key and its values: a statement applies when all its clauses hold. */
export interface Clause {
  /** As written; after `readPolicyDocument` in AWS's case. */
  readonly name: string
  /** Undefined for an operator that AWS does not have: it never holds. */
  readonly operator: ConditionOperator | undefined
  /** In lower case. */
  readonly key: string
  /** As written. */
  readonly writtenKey: string
  readonly values: readonly string[]
}

/** The clauses of a condition; none for no condition. */
export function clausesOf(conditions: Conditions | undefined): readonly Clause[] {
  return Object.entries(conditions ?? {}).flatMap(([name, keys]) =>
    Object.entries(keys).map(([writtenKey, values]) => ({
      name,
      operator: findOperator(name),
      key: writtenKey.toLowerCase(),
      writtenKey,
      values,
    })),
  )
}

/** Clauses as people read them: `StringEquals aws:RequestedRegion eu-west-1 or eu-central-1, and …`. */
export function clauseText(clauses: readonly Clause[]): string {
  return clauses
    .map(({ name, writtenKey, values }) => `${name} ${writtenKey} ${values.join(' or ')}`)
    .join(', and ')
}
