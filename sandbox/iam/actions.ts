import { accessKeyActions } from './access-keys.ts'
import { accountActions } from './account.ts'
import { attachedPolicyActions } from './attached-policies.ts'
import { boundaryActions } from './boundaries.ts'
import { entitiesForPolicyActions } from './entities-for-policy.ts'
import { groupActions } from './groups.ts'
import type { IamActions } from './iam-call.ts'
import { inlinePolicyActions } from './inline-policies.ts'
import { GROUPS, ROLES, USERS } from './kinds.ts'
import { loginProfileActions } from './login-profiles.ts'
import { managedPolicyActions } from './managed-policies.ts'
import { membershipActions } from './membership.ts'
import { mfaDeviceActions } from './mfa-devices.ts'
import { oidcProviderActions } from './oidc-providers.ts'
import { policyVersionActions } from './policy-versions.ts'
import { roleActions } from './roles.ts'
import { simulateActions } from './simulate.ts'
import { userItemActions } from './user-item-kinds.ts'
import { userActions } from './users.ts'

/** Every action of IAM that the sandbox knows. */
export const actions: IamActions = {
  ...userActions,
  ...inlinePolicyActions(USERS),
  ...attachedPolicyActions(USERS),
  ...boundaryActions(USERS),
  ...accessKeyActions,
  ...loginProfileActions,
  ...mfaDeviceActions,
  ...userItemActions,
  ...groupActions,
  ...membershipActions,
  ...inlinePolicyActions(GROUPS),
  ...attachedPolicyActions(GROUPS),
  ...roleActions,
  ...inlinePolicyActions(ROLES),
  ...attachedPolicyActions(ROLES),
  ...boundaryActions(ROLES),
  ...managedPolicyActions,
  ...policyVersionActions,
  ...entitiesForPolicyActions,
  ...oidcProviderActions,
  ...accountActions,
  ...simulateActions,
}
