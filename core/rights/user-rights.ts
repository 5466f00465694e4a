import { NAME_PREFIX } from '../issuance/names.ts'
import { type Deployment, elsewhereArns, iamArn, userRoles } from './deployment.ts'
import { groupArns } from './group-arns.ts'
import { pathsIn } from './remains.ts'
import { type PolicyStatement, allow, distinct } from './statement.ts'

/** Rights to make the users of `iam_user` roles, and to move their end. */
export function userIssueRights(deployment: Deployment): readonly PolicyStatement[] {
  const roles = userRoles(deployment)
  const users = userArns(deployment)
  const bounds = distinct(roles.flatMap((role) => role.permissions_boundary_arn ?? []))
  // One role without a boundary, and the rights must do without: they cannot tell whose user it is.
  const isBounded = roles.every((role) => role.permissions_boundary_arn !== undefined)
  const bounded = isBounded ? { ArnEquals: { 'iam:PermissionsBoundary': bounds } } : undefined
  const policies = distinct(roles.flatMap((role) => role.policy_arns))
  const attached = { ArnEquals: { ...bounded?.ArnEquals, 'iam:PolicyARN': policies } }
  return [
    ...allow('UserMake', ['iam:CreateUser', 'iam:PutUserPolicy'], users, bounded),
    ...allow('UserAttach', policies.length === 0 ? [] : ['iam:AttachUserPolicy'], users, attached),
    ...allow('UserGroups', ['iam:AddUserToGroup'], groupsOf(deployment)),
    ...allow(
      'UserComplete',
      [
        'iam:TagUser',
        'iam:GetUser',
        'iam:CreateAccessKey',
        'iam:ListUserPolicies',
        'iam:GetUserPolicy',
      ],
      users,
    ),
  ]
}

/** Rights to delete the users of `iam_user` roles with all that daypass gave them, and to prove that one is gone. */
export function userRevokeRights(deployment: Deployment): readonly PolicyStatement[] {
  const users = leasedUserArns(deployment)
  return [
    ...allow(
      'UserEnd',
      [
        'iam:ListAccessKeys',
        'iam:UpdateAccessKey',
        'iam:DeleteAccessKey',
        'iam:ListUserPolicies',
        'iam:DeleteUserPolicy',
        'iam:ListAttachedUserPolicies',
        'iam:DetachUserPolicy',
        'iam:ListGroupsForUser',
        'iam:DeleteUser',
      ],
      users,
    ),
    // A user that IAM does not show has no ARN that a right could name.
    ...allow(
      'UserProve',
      ['iam:GetUser', 'iam:GetAccessKeyLastUsed'],
      users.length === 0 ? [] : ['*'],
    ),
  ]
}

/** The right to take users out of the groups that their roles name; who has {@link userStripRights} has it. */
export function userLeaveRights(deployment: Deployment): readonly PolicyStatement[] {
  return allow('UserLeaveGroups', ['iam:RemoveUserFromGroup'], groupsOf(deployment))
}

/**
 * Rights to deny a user everything whatever boundary it has by now, and to take away what only other hands can have
 * given it: without them such a user stays, denied but undeleted.
 */
export function userStripRights(deployment: Deployment): readonly PolicyStatement[] {
  const users = leasedUserArns(deployment)
  if (users.length === 0) return []
  return [
    ...allow(
      'UserStrip',
      [
        'iam:PutUserPolicy',
        'iam:DeleteLoginProfile',
        'iam:ListMFADevices',
        'iam:DeactivateMFADevice',
        'iam:ListSSHPublicKeys',
        'iam:DeleteSSHPublicKey',
        'iam:ListSigningCertificates',
        'iam:DeleteSigningCertificate',
        'iam:ListServiceSpecificCredentials',
        'iam:DeleteServiceSpecificCredential',
      ],
      users,
    ),
    ...allow('UserStripGroups', ['iam:RemoveUserFromGroup'], [iamArn(deployment, 'group/*')]),
    ...allow('UserStripDevices', ['iam:DeleteVirtualMFADevice'], [iamArn(deployment, 'mfa/*')]),
  ]
}

/** The users of all `iam_user` roles, and those that live of roles that are gone. */
export function leasedUserArns(deployment: Deployment): readonly string[] {
  const { remains, account } = deployment
  return arnsBelow(deployment, [...pathsOf(deployment), ...pathsIn(remains, account)])
}

function userArns(deployment: Deployment): readonly string[] {
  return arnsBelow(deployment, pathsOf(deployment))
}

function pathsOf(deployment: Deployment): readonly string[] {
  return userRoles(deployment).map((role) => role.user_path)
}

/** By path: one ARN a role would soon be too long for a policy. */
function arnsBelow(deployment: Deployment, paths: readonly string[]): readonly string[] {
  return distinct(paths).map((path) => iamArn(deployment, `user${path}${NAME_PREFIX}*`))
}

function groupsOf(deployment: Deployment): readonly string[] {
  return groupArns(
    deployment,
    userRoles(deployment).flatMap((role) => role.iam_groups),
  )
}

/** The right to become the roles that make users in other accounts, of live leases whose role is gone too. */
export function accountRoleRights(deployment: Deployment): readonly PolicyStatement[] {
  const { remains } = deployment
  const arns = distinct([...elsewhereArns(deployment), ...remains.accountRoleArns])
  return allow('AssumeAccountRoles', ['sts:AssumeRole'], arns)
}
