import { readPolicyDocument } from '../../core/policy/document.ts'
import type { PolicyDocument } from '../../core/policy/policy.ts'

/** The contents of managed policies, by ARN; what is not among them counts as not known. */
export type KnownPolicies = ReadonlyMap<string, PolicyDocument>

/**
 * AWS's own policies of which every review must know that they allow nearly everything, as of 2026-09. Source: AWS
 * Managed Policy Reference Guide, "AdministratorAccess", "PowerUserAccess", "IAMFullAccess".
 */
const OF_AWS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'account:GetAccountInformation',
        'account:GetGovCloudAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeEffectivePolicy',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ],
  IAMFullAccess: [
    {
      Effect: 'Allow',
      Action: [
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ],
      Resource: '*',
    },
  ],
}

/** The contents of a managed policy: what the caller knows, or one of AWS's widest; undefined for any other. */
export function contentsOf(arn: string, known: KnownPolicies): PolicyDocument | undefined {
  const given = known.get(arn)
  if (given !== undefined) return given
  const name = /^arn:aws(?:-[a-z-]+)?:iam::aws:policy\/(\w+)$/.exec(arn)?.[1] ?? ''
  const statements = Object.hasOwn(OF_AWS, name) ? OF_AWS[name] : undefined
  if (statements === undefined) return undefined
  return readPolicyDocument({ Version: '2012-10-17', Statement: statements }, 'identity')
}
