import { accessKeyActions } from './access-keys.ts'
import { attachedPolicyActions } from './attached-policies.ts'
import { boundaryActions } from './boundaries.ts'
import type { IamActions } from './iam-call.ts'
import { inlinePolicyActions } from './inline-policies.ts'
import { GROUPS, ROLES, USERS } from './kinds.ts'
import { roleActions } from './roles.ts'
import { userActions } from './users.ts'

/** Every action of IAM that the sandbox knows. */
export const actions: IamActions = {
  ...userActions,
  ...inlinePolicyActions(USERS),
  ...attachedPolicyActions(USERS),
  ...boundaryActions(USERS),
  ...accessKeyActions,
  ...roleActions,
  ...inlinePolicyActions(ROLES),
  ...attachedPolicyActions(ROLES),
  ...boundaryActions(ROLES),
  ...inlinePolicyActions(GROUPS),
  ...attachedPolicyActions(GROUPS),
}
