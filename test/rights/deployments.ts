import {
  type Deployment,
  type DeploymentFacts,
  deploymentOf,
} from '../../core/rights/deployment.ts'
import { parseRole } from '../../core/role/parse-role.ts'
import type { Role } from '../../core/role/role.ts'

export const ACCOUNT = '123456789012'
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/daypass-boundary`
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

/** A policy that allows something everywhere, as JSON. */
export function allowing(...Action: readonly string[]): string {
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }]
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

/** A role as it stands in a file. */
export function roleFrom(name: string, fields: Readonly<Record<string, unknown>>): Role {
  const text = JSON.stringify({ ...fields, name })
  return parseRole(text, { file: `${name}.json`, name, dialect: 'aws' })
}

/** One role of each type, with every field that takes a right. */
export const ROLES = {
  user: roleFrom('user', {
    credential_type: 'iam_user',
    policy_document: allowing('s3:GetObject'),
    policy_arns: [READ_ONLY],
    iam_groups: ['auditors'],
    iam_tags: { team: 'data' },
    permissions_boundary_arn: BOUNDARY,
    max_leases: 5,
  }),
  session: roleFrom('session', {
    credential_type: 'assumed_role',
    role_arns: [`arn:aws:iam::${ACCOUNT}:role/deploy`],
    iam_groups: ['auditors'],
    session_tags: { team: 'data' },
    source_identity: '{{user}}',
  }),
  federated: roleFrom('federated', {
    credential_type: 'federation_token',
    policy_document: allowing('s3:GetObject'),
    iam_groups: ['readers'],
  }),
  token: roleFrom('token', { credential_type: 'session_token' }),
} as const

/** A role that lies in the bucket. */
export const READER = roleFrom('reader', { credential_type: 'session_token' })

/** Those roles and a bucket with a prefix, unless other facts are given. */
export function deployment(facts: Partial<DeploymentFacts> = {}): Deployment {
  const bucket = { bucket: 'daypass-state', prefix: 'team' }
  return deploymentOf({ roles: Object.values(ROLES), bucket, revokerRoleArns: [], ...facts })
}
