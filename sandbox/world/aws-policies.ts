import { readPolicyDocument } from '../../core/policy/document.ts'
import { newUniqueId } from './ids.ts'
import type { ManagedPolicy } from './entities.ts'
import type { World } from './world.ts'

const SERVICES = [
  'iam',
  'sts',
  's3',
  'ec2',
  'dynamodb',
  'lambda',
  'sns',
  'sqs',
  'logs',
  'kms',
  'rds',
]
const READ = ['Get*', 'List*', 'Describe*', 'BatchGet*', 'Query', 'Scan', 'Head*']

const allow = (Action: string | readonly string[]) => ({ Effect: 'Allow', Action, Resource: '*' })

/**
 * AWS's own managed policies that the sandbox knows, by what they allow. AdministratorAccess, PowerUserAccess and
 * the S3 ones say what AWS's say; ReadOnlyAccess and the rest are approximations, since AWS's list hundreds
 * of services.
 */
const STATEMENTS: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [allow('*')],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow([
      'account:GetAccountInformation',
      'account:ListRegions',
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:ListRoles',
      'organizations:DescribeOrganization',
    ]),
  ],
  ReadOnlyAccess: [allow(SERVICES.flatMap((service) => READ.map((verb) => `${service}:${verb}`)))],
  ViewOnlyAccess: [
    allow(SERVICES.flatMap((service) => [`${service}:List*`, `${service}:Describe*`])),
  ],
  SecurityAudit: [
    allow(
      SERVICES.flatMap((service) => [
        `${service}:List*`,
        `${service}:Describe*`,
        `${service}:Get*Policy*`,
      ]),
    ),
  ],
  AmazonS3FullAccess: [allow(['s3:*', 's3-object-lambda:*'])],
  AmazonS3ReadOnlyAccess: [
    allow([
      's3:Get*',
      's3:List*',
      's3:Describe*',
      's3-object-lambda:Get*',
      's3-object-lambda:List*',
    ]),
  ],
  IAMFullAccess: [allow('iam:*')],
  IAMReadOnlyAccess: [
    allow([
      'iam:GenerateCredentialReport',
      'iam:Get*',
      'iam:List*',
      'iam:SimulateCustomPolicy',
      'iam:SimulatePrincipalPolicy',
    ]),
  ],
  AWSDenyAll: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
}

/** The ARN of one of AWS's own managed policies. */
export function awsPolicyArn(world: Pick<World, 'partition'>, name: string, path = '/'): string {
  return `arn:${world.partition}:iam::aws:policy${path}${name}`
}

/** What one of AWS's own managed policies allows; nothing when the sandbox does not know it. */
export function awsStatements(name: string): readonly object[] {
  return STATEMENTS[name] ?? []
}

/** Puts AWS's own managed policies into a new world. */
export function addAwsPolicies(world: World, now: Date): void {
  for (const [name, Statement] of Object.entries(STATEMENTS)) {
    addAwsPolicy(world, name, Statement, now)
  }
}

/** Adds one more, e.g. one that a role file names. */
export function addAwsPolicy(
  world: World,
  name: string,
  statements: readonly object[],
  now: Date,
  path = '/',
): void {
  const arn = awsPolicyArn(world, name, path)
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  const document = readPolicyDocument(text, 'identity')
  const policy: ManagedPolicy = {
    accountId: 'aws',
    name,
    path,
    id: newUniqueId('ANPA', 21),
    arn,
    createdAt: now,
    updatedAt: now,
    description: '',
    tags: {},
    versions: [{ versionId: 'v1', text, document, createdAt: now }],
    defaultVersionId: 'v1',
    nextVersion: 2,
  }
  world.account('aws').policies.set(arn, policy)
}
