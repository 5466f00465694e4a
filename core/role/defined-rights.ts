import { defined } from '../language/defined.ts'
import { readPolicyDocument } from '../policy/document.ts'
import { checkPolicyDocument } from '../policy/check.ts'
import type { PolicyDocument, Statement } from '../policy/policy.ts'
import type { RoleDraft } from './role-draft.ts'

/** What a role's definition says about its rights, as one policy. */
export interface DefinedRights {
  readonly policy: PolicyDocument
  /** Where each statement is from, and whether it stands there; one that is not read allows everything. */
  readonly statements: readonly { readonly from: string; readonly isRead: boolean }[]
  /** Tags that the credentials have, by their condition keys. */
  readonly tags: Readonly<Record<string, string>>
}

/** Takes a role's rights together. Undefined where its policy cannot be read, or its type has none. */
export function definedRights({ fields }: RoleDraft): DefinedRights | undefined {
  const { credential_type: type, policy_document: document } = fields
  if (type === undefined || type === 'session_token') return undefined
  const kind = type === 'iam_user' ? 'identity' : 'session'
  if (document !== undefined && checkPolicyDocument(document, kind).length > 0) return undefined
  const own = document === undefined ? undefined : readPolicyDocument(document, kind)
  const elsewhere = notRead(fields)
  const ofType = type === 'federation_token' ? FEDERATED : []
  const statements = own?.Statement ?? []
  return {
    policy: {
      ...defined({ Version: own === undefined ? '2012-10-17' : own.Version }),
      Statement: [...statements, ...elsewhere.map(() => EVERYTHING), ...ofType],
    },
    statements: [
      ...statements.map((_, index) => ({
        from: `policy_document.Statement[${index}]`,
        isRead: true,
      })),
      ...elsewhere.map((from) => ({ from, isRead: false })),
      ...ofType.map(() => ({ from: 'AWS', isRead: true })),
    ],
    tags: tagsOf(fields),
  }
}

const EVERYTHING: Statement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] }

/**
 * "You cannot call any IAM API operations", nor others of STS than GetCallerIdentity.
 *
 * Source: STS API Reference, "GetFederationToken".
 */
const FEDERATED: readonly Statement[] = [
  {
    Effect: 'Deny',
    Action: ['iam:*', 'sts:Assume*', 'sts:Get*Token', 'sts:TagSession'],
    Resource: ['*'],
  },
]

/** Fields whose policies stand elsewhere; of a session without any policy those of the role behind it. */
function notRead({ policy_document, policy_arns, iam_groups, role_arns }: RoleDraft['fields']) {
  const named = [
    ...(policy_arns ?? []).map((_, index) => `policy_arns[${index}]`),
    ...(iam_groups ?? []).map((_, index) => `iam_groups[${index}]`),
  ]
  if (policy_document !== undefined || named.length > 0) return named
  return (role_arns ?? []).map((_, index) => `role_arns[${index}]`)
}

/** Those that are known: a template is filled in later. */
function tagsOf({ iam_tags, session_tags }: RoleDraft['fields']): Readonly<Record<string, string>> {
  const pairs = [...(iam_tags ?? []), ...(session_tags ?? [])]
  return Object.fromEntries(
    pairs
      .filter(([, value]) => !value.includes('{{'))
      .map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
  )
}
