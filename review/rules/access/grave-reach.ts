import { matchesGlob } from '../../../core/policy/match.ts'
import type { ActionTable } from '../../actions/action-table.ts'
import type { ReachChange } from '../../model/access-change.ts'
import type { RoleComparison } from '../../model/comparison.ts'
import type { Guardrail } from '../guardrails/guardrail.ts'

/** Actions by which one acts as somebody else. */
const ACTS_AS_OTHERS = ['iam:PassRole', 'sts:AssumeRole']

interface Around {
  readonly comparison: RoleComparison
  readonly table: ActionTable
  readonly guardrail?: Guardrail
}

/**
 * Whether a reach is dangerous that is only further than before: of actions that give rights or act as others, or into
 * accounts that the role had nothing to do with. Otherwise what is blocked in one step would be done in two.
 */
export function isGraveReach(
  { actions, resources, instead }: ReachChange,
  around: Around,
): boolean {
  const { table } = around
  const isOverRights = actions.some(
    (action) =>
      ACTS_AS_OTHERS.includes(action) || table.find(action)?.level === 'Permissions management',
  )
  if (isOverRights) return true
  const own = [...instead.flatMap(accountOf), ...accountsOf(around)]
  const isOwn = (account: string) => own.some((pattern) => matchesGlob(pattern, account))
  return own.length > 0 && !resources.flatMap(accountOf).every(isOwn)
}

/** Of the roles and boundaries that it names, and those that the organisation says are its own. */
function accountsOf({ comparison, guardrail }: Around): readonly string[] {
  const role = comparison.before?.role
  const arns = role?.credential_type === 'assumed_role' ? role.role_arns : []
  return [...arns.flatMap(accountOf), ...(guardrail?.accounts ?? [])]
}

/** The account of an ARN, or the pattern that stands for it; none for `*` and for what has no account. */
function accountOf(resource: string): readonly string[] {
  const [arn, , , , account = ''] = resource.split(':')
  return arn !== 'arn' || account === '' || account === 'aws' ? [] : [account]
}
