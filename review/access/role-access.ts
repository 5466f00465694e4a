import { readPolicyDocument } from '../../core/policy/document.ts'
import type { PolicyDocument } from '../../core/policy/policy.ts'
import type { FieldPath } from '../../core/role/field-finding.ts'
import type { Role } from '../../core/role/role.ts'
import { principalTagsOf } from './principal-tags.ts'
import { contentsOf, type KnownPolicies } from './known-policies.ts'
import type { RoleAccess, SourcedStatement, UnreadPolicy } from '../model/role-access.ts'
import type { SourcedRole } from '../model/role-set.ts'

/**
 * What a role may do, as far as its definition says.
 *
 * A user's rights are what its policies and groups grant, within its boundary. A session's rights are those of the
 * principal behind it, of which its policies leave a part; without any policy they leave everything. Source: IAM User
 * Guide, "Policies and permissions in IAM" (session policies).
 *
 * @param known - contents of managed policies beyond those of AWS that `contentsOf` knows itself
 */
export function accessOf(sourced: SourcedRole, known: KnownPolicies = new Map()): RoleAccess {
  const { role } = sourced
  const policies = policiesOf(sourced, known)
  const unread = [...policies.unread, ...laterFields(sourced)]
  const tags = principalTagsOf(sourced)
  if (role.credential_type === 'iam_user') {
    const bounded = boundaryOf(role, unread, known)
    return { basis: 'granted', isUnlimited: false, ...policies, ...bounded, tags }
  }
  const mayBeLimited = hasPolicies(role) || unread.some(({ effect }) => effect === 'adds')
  const isUnlimited = !mayBeLimited
  return {
    basis: 'limit',
    isUnlimited,
    statements: isUnlimited ? [everything(role)] : policies.statements,
    unread: [...unread, ...principalsOf(role)],
    tags,
  }
}

type Policies = Pick<RoleAccess, 'statements' | 'unread'>

function policiesOf({ role }: SourcedRole, known: KnownPolicies): Policies {
  if (role.credential_type === 'session_token') return { statements: [], unread: [] }
  const own =
    role.policy_document === undefined
      ? []
      : statementsOf(readPolicyDocument(role.policy_document, 'identity'), {
          policy: 'policy_document',
          pathOf: (index) => ['policy_document', 'Statement', index],
        })
  const managed = role.policy_arns.map((arn, index) => ({
    arn,
    path: ['policy_arns', index],
    contents: contentsOf(arn, known),
  }))
  return {
    statements: [
      ...own,
      ...managed.flatMap(({ arn, path, contents }) =>
        contents === undefined ? [] : statementsOf(contents, { policy: arn, pathOf: () => path }),
      ),
    ],
    unread: [
      ...managed
        .filter(({ contents }) => contents === undefined)
        .map(
          ({ arn, path }) => ({ kind: 'managed-policy', name: arn, effect: 'adds', path }) as const,
        ),
      ...role.iam_groups.map(
        (name, index) =>
          ({ kind: 'group', name, effect: 'adds', path: ['iam_groups', index] }) as const,
      ),
    ],
  }
}

interface Origin {
  readonly policy: string
  readonly pathOf: (index: number) => FieldPath
}

function statementsOf(document: PolicyDocument, { policy, pathOf }: Origin): SourcedStatement[] {
  const hasVariables = document.Version === '2012-10-17'
  return document.Statement.map((statement, index) => ({
    statement,
    policy,
    index,
    path: pathOf(index),
    hasVariables,
  }))
}

function boundaryOf(
  role: Extract<Role, { credential_type: 'iam_user' }>,
  unread: readonly UnreadPolicy[],
  known: KnownPolicies,
): Pick<RoleAccess, 'boundary' | 'unread'> {
  const name = role.permissions_boundary_arn
  if (name === undefined) return { unread }
  const document = contentsOf(name, known)
  if (document !== undefined) return { boundary: { name, document }, unread }
  const path = ['permissions_boundary_arn']
  return { unread: [...unread, { kind: 'boundary', name, effect: 'limits', path }] }
}

const EFFECTS: Readonly<Record<string, UnreadPolicy['effect']>> = {
  policy_document: 'adds',
  policy_arns: 'adds',
  iam_groups: 'adds',
  role_arns: 'limits',
  permissions_boundary_arn: 'limits',
}

function laterFields({ knownLater }: SourcedRole): readonly UnreadPolicy[] {
  return knownLater.flatMap((name) => {
    const effect = EFFECTS[name]
    return effect === undefined
      ? []
      : [{ kind: 'known-later', name, effect, path: [name] } as const]
  })
}

function hasPolicies(role: Role): boolean {
  if (role.credential_type === 'session_token') return false
  return (
    role.policy_document !== undefined || role.policy_arns.length > 0 || role.iam_groups.length > 0
  )
}

/** Stands for the session policies that are not there. */
function everything(role: Role): SourcedStatement {
  return {
    statement: { Effect: 'Allow', Action: ['*'], Resource: ['*'] },
    policy: 'no session policy',
    index: 0,
    path: role.credential_type === 'assumed_role' ? ['role_arns'] : ['credential_type'],
    hasVariables: true,
  }
}

function principalsOf(role: Role): readonly UnreadPolicy[] {
  if (role.credential_type !== 'assumed_role') {
    const path = ['credential_type']
    return [{ kind: 'principal', name: 'the issuing user', effect: 'limits', path }]
  }
  return role.role_arns.map((name, index) => ({
    kind: 'principal',
    name,
    effect: 'limits',
    path: ['role_arns', index],
  }))
}
