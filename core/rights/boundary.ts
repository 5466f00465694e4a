import { type Estate, assumingRoles, iamArn } from './estate.ts'
import { bucketArn, objectArn } from './state-rights.ts'
import { type Policy, type PolicyStatement, distinct } from './statement.ts'
import { userArns } from './user-rights.ts'

/**
 * The permissions boundary of what daypass hands out: it gives nothing, and keeps a lease with rights in IAM from
 * freeing itself, becoming somebody else, or making somebody who stays.
 *
 * For the users of `iam_user` roles (`permissions_boundary_arn`) and for the roles that are assumed.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundaryPolicy(estate: Estate): Policy {
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'NoLimitButBelow', Effect: 'Allow', Action: ['*'], Resource: ['*'] },
      ...keepItsBounds(estate),
      ...stayOneself(),
      ...leaveStateAlone(estate),
    ],
  }
}

function keepItsBounds(estate: Estate): readonly PolicyStatement[] {
  const { boundaryArn } = estate
  const roles = distinct(assumingRoles(estate).flatMap((role) => role.role_arns))
  const ours = [...userArns(estate), ...roles, iamArn(estate, 'policy/daypass/*'), boundaryArn]
  return [
    {
      Sid: 'NotOnLeases',
      Effect: 'Deny',
      Action: ['iam:*'],
      Resource: [...ours, estate.issuingUserArn],
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

function leaveStateAlone(estate: Estate): readonly PolicyStatement[] {
  const { bucket } = estate
  if (bucket === undefined) return []
  const Resource = [bucketArn(estate, bucket), objectArn(estate, bucket, '*')]
  return [{ Sid: 'NotTheState', Effect: 'Deny', Action: ['s3:*'], Resource }]
}
