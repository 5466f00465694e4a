import type { OneUser } from './one-user.ts'
import { type Failures, removeAll } from './remove-all.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/** Removes policies and group memberships of a user, side by side; an inline policy named in `keep` stays. */
export async function removeUserPolicies(of: OneUser, keep: string | undefined): Promise<Failures> {
  const { iam, userName: UserName } = of
  const failures = await allOrFirstFailure([
    removeAll(
      of,
      ['ListUserPolicies', (marker, http) => iam.listUserPolicies({ UserName, ...marker }, http)],
      (page) => page.PolicyNames?.filter((name) => name !== keep),
      [
        'DeleteUserPolicy',
        (PolicyName, http) => iam.deleteUserPolicy({ UserName, PolicyName }, http),
      ],
    ),
    removeAll(
      of,
      [
        'ListAttachedUserPolicies',
        (marker, http) => iam.listAttachedUserPolicies({ UserName, ...marker }, http),
      ],
      (page) => page.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn),
      [
        'DetachUserPolicy',
        (PolicyArn, http) => iam.detachUserPolicy({ UserName, PolicyArn }, http),
      ],
    ),
    removeAll(
      of,
      ['ListGroupsForUser', (marker, http) => iam.listGroupsForUser({ UserName, ...marker }, http)],
      (page) => page.Groups?.map(({ GroupName }) => GroupName),
      [
        'RemoveUserFromGroup',
        (GroupName, http) => iam.removeUserFromGroup({ UserName, GroupName }, http),
      ],
    ),
  ])
  return failures.flat()
}
