import { readPolicyDocument } from '../../core/policy/document.ts'
import type { Conditions, Principals, Statement } from '../../core/policy/policy.ts'
import { TRUSTED } from '../model/role-set.ts'

/**
 * A trust policy as one that can be compared: its principals become a condition on {@link TRUSTED}, which everybody fulfils who
 * is named.
 *
 * @throws `request-invalid`
 */
export function trustStatements(document: object | string): readonly Statement[] {
  return readPolicyDocument(document, 'trust').Statement.map(
    ({ Principal, NotPrincipal, Condition, ...rest }): Statement => {
      const condition = {
        ...Condition,
        ...conditionOn('StringLike', namesOf(Principal), Condition),
        ...conditionOn('StringNotLike', namesOf(NotPrincipal), Condition),
      }
      return { ...rest, Resource: ['*'], Condition: condition }
    },
  )
}

function conditionOn(
  operator: string,
  names: readonly string[],
  conditions: Conditions | undefined,
): Conditions {
  if (names.length === 0 || names.includes('*')) return {}
  return { [operator]: { ...conditions?.[operator], [TRUSTED]: names } }
}

/** An account stands for everybody in it. */
function namesOf(principals: Principals | undefined): readonly string[] {
  if (principals === undefined) return []
  if (principals === '*') return ['*']
  return Object.values(principals)
    .flat()
    .map((name) =>
      name
        .replace(/^(\d{12})$/, 'arn:aws:iam::$1:*')
        .replace(/^(arn:[\w-]+:iam::\d{12}):root$/, '$1:*'),
    )
}
