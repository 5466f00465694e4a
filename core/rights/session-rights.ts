import { parseArn } from '../arn.ts'
import { NAME_PREFIX } from '../issuance/names.ts'
import { SESSION_NAME_SHAPE } from '../trust/session-shape.ts'
import { type Deployment, assumingRoles, federatingRoles, issuesFromUser } from './deployment.ts'
import { groupArns } from './group-arns.ts'
import { targetsIn } from './remains.ts'
import { type PolicyStatement, allow, distinct } from './statement.ts'

/** Rights to take sessions of roles and federated sessions. `GetSessionToken` needs none. */
export function sessionIssueRights(deployment: Deployment): readonly PolicyStatement[] {
  const roles = assumingRoles(deployment)
  const federating = federatingRoles(deployment)
  const arnsWhere = (wanted: (role: (typeof roles)[number]) => boolean) =>
    distinct(roles.filter(wanted).flatMap((role) => role.role_arns))
  const shape = { StringLike: { 'sts:RoleSessionName': SESSION_NAME_SHAPE } }
  const { partition, account } = deployment
  const federated = `arn:${partition}:sts::${account}:federated-user/${NAME_PREFIX}*`
  const groups = groupArns(
    deployment,
    [...roles, ...federating].flatMap((role) => role.iam_groups),
  )
  const readGroups = [
    'iam:ListAttachedGroupPolicies',
    'iam:ListGroupPolicies',
    'iam:GetGroupPolicy',
  ]
  return [
    ...allow(
      'Assume',
      ['sts:AssumeRole'],
      arnsWhere(() => true),
      shape,
    ),
    ...allow('AssumeTagged', ['sts:TagSession'], arnsWhere(hasTags)),
    ...allow('AssumeWithSource', ['sts:SetSourceIdentity'], arnsWhere(hasSource)),
    ...allow('Federate', ['sts:GetFederationToken'], federating.length === 0 ? [] : [federated]),
    ...allow('SessionGroups', readGroups, groups),
  ]
}

/** Name of every deny policy, inline or managed, and the path of the managed ones; see `aws/deny-policies.ts`. */
export const DENY_POLICIES = 'policy/daypass/daypass-deny-*'

/**
 * Rights to deny sessions, in one account: on the roles that are assumed there, and on the issuing user if it is of that
 * account and a role issues from it; and on those of which sessions live, or denies, from roles that are gone.
 *
 * `iam:PutRolePolicy` and `iam:PutUserPolicy` can give any right: IAM looks neither at a policy's name nor at what is in
 * it. So they are for whom nobody else can use.
 */
export function sessionDenyRights(
  deployment: Deployment,
  account: string,
): readonly PolicyStatement[] {
  const inAccount = (arn: string): boolean => parseArn(arn)?.account === account
  const { remains, issuingUserArn } = deployment
  const roles = distinct([
    ...assumingRoles(deployment)
      .flatMap((role) => role.role_arns)
      .filter(inAccount),
    ...targetsIn(remains, 'role', account),
  ])
  const issuing = issuesFromUser(deployment) ? [issuingUserArn] : []
  const users = distinct([...issuing.filter(inAccount), ...targetsIn(remains, 'user', account)])
  const policies = [`arn:${deployment.partition}:iam::${account}:${DENY_POLICIES}`]
  const ours = { ArnLike: { 'iam:PolicyARN': policies } }
  const bound = { ArnEquals: { 'iam:PermissionsBoundary': deployment.boundaryArn } }
  const bounded = deployment.hasBoundedRoles ? bound : undefined
  const isNeeded = roles.length + users.length > 0
  const proofs = [
    ...(roles.length > 0 ? ['iam:GetRole'] : []),
    ...(users.length > 0 ? ['iam:GetUser'] : []),
  ]
  return [
    ...allow('DenyOnRoles', ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], roles, bounded),
    ...allow('DenyManyOnRoles', ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], roles, {
      ...ours,
      ...bounded,
    }),
    ...allow('DenyOnUser', ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'], users),
    ...allow('DenyManyOnUser', ['iam:AttachUserPolicy', 'iam:DetachUserPolicy'], users, ours),
    ...allow('DenyLookOnRoles', ['iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'], roles),
    ...allow('DenyLookOnUser', ['iam:ListUserPolicies', 'iam:ListAttachedUserPolicies'], users),
    ...allow('DenyPolicies', ['iam:CreatePolicy', 'iam:DeletePolicy'], isNeeded ? policies : []),
    // What is gone has no ARN that a right could name, and who may look at what is there only is told `AccessDenied`.
    ...allow('DenyProve', proofs, ['*']),
  ]
}

/** The right to become the revoker of other accounts. */
export function revokerRoleRights({ revokerRoleArns }: Deployment): readonly PolicyStatement[] {
  return allow('AssumeRevokers', ['sts:AssumeRole'], distinct(revokerRoleArns))
}

function hasTags({ session_tags }: { session_tags: Readonly<Record<string, string>> }): boolean {
  return Object.keys(session_tags).length > 0
}

function hasSource({ source_identity }: { source_identity?: string }): boolean {
  return source_identity !== undefined
}
