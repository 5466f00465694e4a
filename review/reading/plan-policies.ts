import { defined } from '../../core/language/defined.ts'
import { isMapping, type Mapping } from '../../core/role/plain-data.ts'
import type { SourcedRole, UnreadableRole } from '../model/role-set.ts'
import { type HolderPart, rolesOfParts } from './iam-holders.ts'
import type { ResourceChange } from './plan-changes.ts'

/** Before or after the plan is applied. */
export type PlanSide = 'before' | 'after'

/** For each type the attribute that says whose it is, and how that is called. */
const HELD: Readonly<Record<string, readonly [attribute: string, holder: string]>> = {
  aws_iam_role: ['name', 'role'],
  aws_iam_role_policy: ['role', 'role'],
  aws_iam_role_policy_attachment: ['role', 'role'],
  aws_iam_user: ['name', 'user'],
  aws_iam_user_policy: ['user', 'user'],
  aws_iam_user_policy_attachment: ['user', 'user'],
  aws_iam_group_policy: ['group', 'group'],
  aws_iam_group_policy_attachment: ['group', 'group'],
  aws_iam_policy: ['name', 'policy'],
}

/** Whether a resource changes that may grant something and is not read here. */
export function grantsUnread({ type, before, after }: ResourceChange): boolean {
  if (type in HELD || !type.startsWith('aws_')) return false
  if (JSON.stringify(before) === JSON.stringify(after)) return false
  const names = Object.keys(after ?? before ?? {})
  return type.startsWith('aws_iam_') || names.some((name) => /polic(y|ies)/.test(name))
}

/**
 * What IAM's resources of a plan grant, and whom its roles trust. Policies are put together by whom they hang on, so that one
 * which moves from one resource to another is the same; each statement keeps the address it came from.
 */
export function plannedPolicies(
  changes: readonly ResourceChange[],
  side: PlanSide,
): readonly (SourcedRole | UnreadableRole)[] {
  return rolesOfParts(changes.flatMap((change) => partOf(change, side)))
}

function partOf(change: ResourceChange, side: PlanSide): readonly HolderPart[] {
  const held = HELD[change.type]
  const values = change[side]
  if (held === undefined || values === undefined) return []
  const [attribute, kind] = held
  const own = values[attribute]
  const later = side === 'after' ? change.unknown : {}
  const inline = Array.isArray(values['inline_policy'])
    ? values['inline_policy'].filter(isMapping)
    : []
  return [
    {
      holder: typeof own === 'string' && own !== '' ? `${kind} ${own}` : change.address,
      at: { file: change.address, line: 1, column: 1 },
      documents: [values, ...inline].flatMap((each: Mapping) => textsOf(each['policy'])),
      arns: [...textsOf(values['policy_arn']), ...textsOf(values['managed_policy_arns'])],
      ...defined({
        boundary: textsOf(values['permissions_boundary'])[0],
        trust: textsOf(values['assume_role_policy'])[0],
      }),
      isLater: RIGHTS.some((name) => later[name] === true),
    },
  ]
}

const RIGHTS = [
  'policy',
  'policy_arn',
  'inline_policy',
  'managed_policy_arns',
  'assume_role_policy',
]

function textsOf(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.filter((one) => typeof one === 'string').filter((one) => one !== '')
}
