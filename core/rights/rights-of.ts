import { boundaryPolicy } from './boundary.ts'
import { type Deployment, accountRoles } from './deployment.ts'
import { inventoryRights } from './inventory-rights.ts'
import { revokerRoleRights, sessionDenyRights, sessionIssueRights } from './session-rights.ts'
import { stateRights } from './state-rights.ts'
import type { Policy, PolicyStatement } from './statement.ts'
import {
  accountRoleRights,
  userIssueRights,
  userLeaveRights,
  userRevokeRights,
  userStripRights,
} from './user-rights.ts'

/**
 * Whose rights: `broker` does all, sweeps included; `issuer` issues, renews and takes its users back, and leaves
 * sessions to a sweep (`--revocation tombstone`); `sweeper` takes back what is due; `revoker` writes denies in its
 * account, and makes and ends the users of the roles that name it, for a broker or sweeper of another; `boundary` bounds what is handed out.
 */
export const RIGHTS = ['broker', 'issuer', 'revoker', 'sweeper', 'boundary'] as const

/** One of {@link RIGHTS}. */
export type RightsOf = (typeof RIGHTS)[number]

/** The policies with which every flow works, and with nothing less. Pure. */
export function rightsOf(who: RightsOf, deployment: Deployment): Policy {
  if (who === 'boundary') return boundaryPolicy(deployment)
  return { Version: '2012-10-17', Statement: withoutDoubles(STATEMENTS[who](deployment)) }
}

const STATEMENTS: Readonly<
  Record<Exclude<RightsOf, 'boundary'>, (deployment: Deployment) => readonly PolicyStatement[]>
> = {
  issuer: (deployment) => [
    ...stateRights(deployment, ['issue']),
    ...userIssueRights(deployment),
    ...userRevokeRights(deployment),
    ...userLeaveRights(deployment),
    ...sessionIssueRights(deployment),
    ...accountRoleRights(deployment),
  ],
  broker: (deployment) => [
    ...stateRights(deployment, ['issue', 'sweep']),
    ...userStripRights(deployment),
    ...userIssueRights(deployment),
    ...userRevokeRights(deployment),
    ...sessionIssueRights(deployment),
    ...sessionDenyRights(deployment, deployment.account),
    ...revokerRoleRights(deployment),
    ...accountRoleRights(deployment),
    ...inventoryRights(deployment),
  ],
  revoker: (deployment) => [
    ...accountRights({ ...deployment, roles: accountRoles(deployment) }),
    ...sessionDenyRights(deployment, deployment.account),
  ],
  sweeper: (deployment) => [
    ...stateRights(deployment, ['sweep']),
    ...userStripRights(deployment),
    ...userRevokeRights(deployment),
    ...sessionDenyRights(deployment, deployment.account),
    ...revokerRoleRights(deployment),
    ...accountRoleRights(deployment),
    ...inventoryRights(deployment),
  ],
}

/** Rights to make and end the users of roles that name the account. */
function accountRights(deployment: Deployment): readonly PolicyStatement[] {
  if (deployment.roles.length === 0) return []
  return [
    ...userStripRights(deployment),
    ...userIssueRights(deployment),
    ...userRevokeRights(deployment),
  ]
}

/** Leaves out of a later statement what an earlier one without conditions allows on the same things already. */
function withoutDoubles(statements: readonly PolicyStatement[]): readonly PolicyStatement[] {
  const free = (one: PolicyStatement) => one.Condition === undefined
  return statements.flatMap((statement, index) => {
    const covered = statements
      .slice(0, index)
      .filter((other) => free(other) && isWithin(statement.Resource, other.Resource))
      .flatMap(({ Action }) => Action)
    const Action = statement.Action.filter((action) => !covered.includes(action))
    return Action.length === 0 ? [] : [{ ...statement, Action }]
  })
}

function isWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((one) => outer.includes(one))
}
