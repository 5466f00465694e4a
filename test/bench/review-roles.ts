import type { RoleFile } from '../../review/reading/read-role-set.ts'

/** A service, and the beginning of the ARNs of what most of its actions work on. */
const SERVICES = [
  ['s3', 'arn:aws:s3:::'],
  ['dynamodb', 'arn:aws:dynamodb:*:123456789012:table/'],
  ['lambda', 'arn:aws:lambda:*:123456789012:function:'],
  ['ec2', 'arn:aws:ec2:*:123456789012:instance/'],
  ['ecs', 'arn:aws:ecs:*:123456789012:service/'],
  ['sqs', 'arn:aws:sqs:*:123456789012:'],
  ['sns', 'arn:aws:sns:*:123456789012:'],
  ['logs', 'arn:aws:logs:*:123456789012:log-group:'],
  ['ssm', 'arn:aws:ssm:*:123456789012:parameter/'],
  ['kms', 'arn:aws:kms:*:123456789012:key/'],
] as const
const VERBS = ['Get*', 'List*', 'Describe*', 'Put*', 'Create*', 'Update*', 'Delete*', '*'] as const

/** A role of a middling organisation: few statements, some wildcards, some conditions; each tenth may do nearly all. */
export function roleFile(index: number, version: 'before' | 'after'): RoleFile {
  const isAfter = version === 'after'
  const role = {
    credential_type: index % 3 === 0 ? 'iam_user' : 'assumed_role',
    ...(index % 3 === 0 ? {} : { role_arns: [`arn:aws:iam::123456789012:role/app-${index}`] }),
    subjects: [
      `repo:octo/app-${index}:${isAfter && index % 4 === 0 ? '*' : 'ref:refs/heads/main'}`,
    ],
    policy_document: {
      Version: '2012-10-17',
      Statement: [0, 1, 2].map((number) => statement(index + number, isAfter)),
    },
  }
  return { file: `roles/app-${index}.json`, text: JSON.stringify(role, undefined, 2) }
}

function statement(seed: number, isAfter: boolean): object {
  if (seed % 10 === 0)
    return { Effect: 'Allow', NotAction: isAfter ? 'iam:*' : ['iam:*', 'sts:*'], Resource: '*' }
  const [service, arn] = SERVICES[seed % SERVICES.length] ?? SERVICES[0]
  const verbs = [seed, seed * 3, seed * 7 + (isAfter ? 1 : 0)].map((by) => VERBS[by % VERBS.length])
  const names = ['data', 'logs', 'in', ...(isAfter && seed % 2 === 0 ? ['out'] : [])]
  return {
    Effect: seed % 7 === 0 ? 'Deny' : 'Allow',
    Action: verbs.map((verb) => `${service}:${verb}`),
    Resource: names.map((name) => `${arn}${name}-${seed % 40}*`),
    ...(seed % 5 === 0 && !isAfter
      ? { Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } }
      : {}),
  }
}
