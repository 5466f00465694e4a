import { type Deployment, assumingRoles, iamArn } from './deployment.ts'
import { bucketArn, objectArn } from './state-rights.ts'
import { type Policy, type PolicyStatement, distinct } from './statement.ts'
import { leasedUserArns } from './user-rights.ts'

/**
 * The permissions boundary of what daypass hands out: it gives nothing, and keeps a lease with rights in IAM from
 * freeing itself, becoming somebody else, or making somebody who stays.
 *
 * For the users of `iam_user` roles (`permissions_boundary_arn`) and for the roles that are assumed.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryPolicy(deployment: Deployment): Policy {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'NoLimitButBelow', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
      ...keepItsBounds(deployment),
      ...stayOneself(),
      ...leaveStateAlone(deployment),
    ],
  }
}

function keepItsBounds(deployment: Deployment): readonly PolicyStatement[] {
  const { boundaryArn, remains } = deployment
  const roles = distinct([
    ...assumingRoles(deployment).flatMap((role) => role.role_arns),
    ...remains.targets.flatMap(({ kind, arn }) => (kind === 'role' ? [arn] : [])),
  ])
  const ours = [
    ...leasedUserArns(deployment),
    ...roles,
    iamArn(deployment, 'policy/daypass/*'),
    boundaryArn,
  ]
  return [
    {
      Sid: 'NotOnLeases',
      Effect: 'Deny',
      Action: ['iam:*'],
      Resource: [...ours, deployment.issuingUserArn],
    },
    {
      Sid: 'NobodyWithoutBounds',
      Effect: 'Deny',
      Action: [
        'iam:CreateUser',
        'iam:CreateRole',
        'iam:PutUserPermissionsBoundary',
        'iam:PutRolePermissionsBoundary',
      ],
      Resource: ['*'],
      Condition: { ArnNotEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    },
    {
      Sid: 'BoundsStay',
      Effect: 'Deny',
      Action: ['iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
      Resource: ['*'],
    },
  ]
}

/** A session that is chained, and a token that is taken, carry neither the Deny nor the end of the lease. */
function stayOneself(): readonly PolicyStatement[] {
  return [
    {
      Sid: 'NobodyElse',
      Effect: 'Deny',
      Action: [
        'sts:AssumeRole',
        'sts:GetFederationToken',
        'sts:GetServiceBearerToken',
        'sts:GetWebIdentityToken',
      ],
      Resource: ['*'],
    },
  ]
}

function leaveStateAlone(deployment: Deployment): readonly PolicyStatement[] {
  const { bucket } = deployment
  if (bucket === undefined) return []
  const Resource = [bucketArn(deployment, bucket), objectArn(deployment, bucket, '*')]
  return [{ Sid: 'NotTheState', Effect: 'Deny', Action: ['s3:*'], Resource }]
}
