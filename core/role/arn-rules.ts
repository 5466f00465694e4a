import { type Arn, parseArn } from '../arn.ts'
import { AWS_LIMITS, AWS_PATTERNS } from './aws-limits.ts'
import { type FieldPath, type FieldFinding, label, quote } from './field-finding.ts'
import type { RoleDraft } from './role-draft.ts'
import type { Dialect } from './role-origin.ts'

type Kind = 'role' | 'policy'

const EXAMPLE: Readonly<Record<Kind, string>> = {
  role: 'arn:aws:iam::123456789012:role/NAME',
  policy: 'arn:aws:iam::123456789012:policy/NAME',
}

/** ARNs that are none, or of the wrong thing. */
export function checkArns(draft: RoleDraft, dialect: Dialect): readonly FieldFinding[] {
  const { role_arns, policy_arns, permissions_boundary_arn, account_role_arn } = draft.fields
  const account = account_role_arn === undefined ? [] : [account_role_arn]
  const boundary = permissions_boundary_arn === undefined ? [] : [permissions_boundary_arn]
  return [
    ...(role_arns ?? []).flatMap((arn, index) =>
      checkArn(arn, 'role', ['role_arns', index], dialect),
    ),
    ...(policy_arns ?? []).flatMap((arn, index) =>
      checkArn(arn, 'policy', ['policy_arns', index], dialect),
    ),
    ...boundary.flatMap((arn) => checkArn(arn, 'policy', ['permissions_boundary_arn'], dialect)),
    ...account.flatMap((arn) => checkArn(arn, 'role', ['account_role_arn'], dialect)),
    ...(dialect === 'aws' ? [...checkSameAccount(draft), ...checkAttachable(draft)] : []),
  ]
}

function checkArn(
  text: string,
  kind: Kind,
  path: FieldPath,
  dialect: Dialect,
): readonly FieldFinding[] {
  const fault = faultOf(text, kind, dialect)
  return fault === undefined ? [] : [{ path, message: `${label(path)} ${fault}` }]
}

function faultOf(text: string, kind: Kind, dialect: Dialect): string | undefined {
  if (text === '') return 'is empty: remove it'
  if (/,\s*arn:/.test(text)) return 'holds several ARNs: make each an item of the list'
  const arn = parseArn(text)
  if (arn === undefined) return `is not an ARN, ${quote(text)}: write it as ${EXAMPLE[kind]}`
  if (text.length < AWS_LIMITS.arnCharactersMin || text.length > AWS_LIMITS.arnCharactersMax) {
    return `has ${text.length} characters: AWS takes ARNs of ${AWS_LIMITS.arnCharactersMin} to ${AWS_LIMITS.arnCharactersMax}`
  }
  return faultOfPlace(arn, kind, dialect) ?? faultOfResource(arn, kind)
}

function faultOfPlace(
  { service, region, account, resource }: Arn,
  kind: Kind,
  dialect: Dialect,
): string | undefined {
  if (service === 'sts' && resource.startsWith('assumed-role/')) {
    return `names a session of a role: name the role itself, ${EXAMPLE.role}`
  }
  if (service !== 'iam') return `is an ARN of ${service}, not of iam: write it as ${EXAMPLE[kind]}`
  if (region !== '') return `has a region, ${region}: IAM has none, write it as ${EXAMPLE[kind]}`
  if (dialect === 'custom-endpoint') return undefined
  if (account === '')
    return 'has no account: AWS needs one (ARNs without are for a custom endpoint, such as Ceph)'
  if (AWS_PATTERNS.account.test(account) || (account === 'aws' && kind === 'policy'))
    return undefined
  return `has the account ${quote(account)}: an account has 12 digits`
}

function faultOfResource({ resource }: Arn, kind: Kind): string | undefined {
  const [type = ''] = resource.split('/')
  if (type !== kind) return `names a ${type}, not a ${kind}: write it as ${EXAMPLE[kind]}`
  if (resource.startsWith('role/aws-service-role/'))
    return 'names a service-linked role, which only its service can assume: name another'
  const pattern = kind === 'role' ? AWS_PATTERNS.roleResource : AWS_PATTERNS.policyResource
  if (pattern.test(resource)) return undefined
  const length = kind === 'role' ? 64 : 128
  return `has no valid name of a ${kind}, ${quote(resource)}: at most ${length} letters, digits and _+=,.@-, without wildcards`
}

/**
 * AssumeRole: session policies "must exist in the same account as the role"; nor does IAM attach a policy of another
 * account to a user. AWS's own are in every account.
 */
function checkSameAccount({ fields }: RoleDraft): readonly FieldFinding[] {
  const { role_arns = [], account_role_arn, permissions_boundary_arn: boundary } = fields
  const isUser = fields.credential_type === 'iam_user'
  const texts = isUser ? [account_role_arn ?? ''] : role_arns
  const roles = texts.flatMap((arn) => parseArn(arn) ?? [])
  const policies = (fields.policy_arns ?? []).map((arn, index): readonly [FieldPath, string] => [
    ['policy_arns', index],
    arn,
  ])
  const bounds: typeof policies =
    boundary === undefined || !isUser ? [] : [[['permissions_boundary_arn'], boundary]]
  return [...policies, ...bounds].flatMap(([path, text]) => {
    const policy = parseArn(text)
    if (policy === undefined || !AWS_PATTERNS.account.test(policy.account)) return []
    const other = roles.find(
      ({ account }) => AWS_PATTERNS.account.test(account) && account !== policy.account,
    )
    if (other === undefined) return []
    const whose = isUser ? "the users'" : "the role's own"
    const message = `${label(path)} is of account ${policy.account}, but AWS takes only policies of ${whose} account ${other.account}: put it into policy_document, or make a role of each account`
    return [{ path, message }]
  })
}

/**
 * AttachUserPolicy and PutUserPermissionsBoundary, PolicyNotAttachable: "AWS service role policies can only be attached to
 * the service-linked role for that service".
 */
function checkAttachable({ fields }: RoleDraft): readonly FieldFinding[] {
  if (fields.credential_type !== 'iam_user') return []
  const { policy_arns = [], permissions_boundary_arn: boundary } = fields
  const named: readonly (readonly [FieldPath, string])[] = [
    ...policy_arns.map((arn, index) => [['policy_arns', index], arn] as const),
    ...(boundary === undefined ? [] : [[['permissions_boundary_arn'], boundary] as const]),
  ]
  return named.flatMap(([path, arn]) => {
    if (!arn.includes(':iam::aws:policy/aws-service-role/')) return []
    const message = `${label(path)} is a policy of a service-linked role, which AWS attaches to no user: name another`
    return [{ path, message }]
  })
}
