import type { XmlFields } from '../wire/xml-write.ts'
import type { IamActions, IamCall } from './iam-call.ts'

/** What concerns the account as a whole. */
export const accountActions: IamActions = {
  GetAccountSummary: { resource: () => '*', run: summary },
  ListAccountAliases: {
    resource: () => '*',
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  },
}

function summary(call: IamCall): XmlFields {
  const { account, limits } = call
  const { users, groups, roles, policies, mfaDevices, oidcProviders } = account
  const values = {
    Users: users.size(),
    UsersQuota: limits.users,
    Groups: groups.size(),
    GroupsQuota: limits.groups,
    GroupsPerUserQuota: limits.groupsPerUser,
    Roles: roles.size(),
    RolesQuota: limits.roles,
    Policies: policies.size(),
    PoliciesQuota: limits.policies,
    AccessKeysPerUserQuota: limits.accessKeysPerUser,
    AttachedPoliciesPerUserQuota: limits.attachedPolicies,
    AttachedPoliciesPerRoleQuota: limits.attachedPolicies,
    AttachedPoliciesPerGroupQuota: limits.attachedPolicies,
    PolicySizeQuota: 6144,
    UserPolicySizeQuota: 2048,
    GroupPolicySizeQuota: 5120,
    VersionsPerPolicyQuota: 5,
    MFADevices: mfaDevices.size(),
    MFADevicesInUse: mfaDevices.values().filter(({ userId }) => userId !== undefined).length,
    Providers: oidcProviders.size(),
    AccountMFAEnabled: 0,
    AccountAccessKeysPresent: 0,
  }
  return { SummaryMap: new Map(Object.entries(values)) }
}
