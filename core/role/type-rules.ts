import type { FieldFinding } from './field-finding.ts'
import type { CredentialType } from './role.ts'
import type { RoleDraft } from './role-draft.ts'

type Unfit = Readonly<Partial<Record<CredentialType, string>>>

const NO_ROLE = 'it assumes no role; use credential_type assumed_role, or remove it'
const NO_USER = 'no user is made for it; remove it, or use credential_type iam_user'
const NO_STS = 'an iam_user has no STS session'
const NO_POLICY =
  'GetSessionToken takes no policy, the session has all rights of the issuing user; use credential_type federation_token to narrow them'
const NO_MFA = 'daypass passes an MFA code to GetSessionToken only; remove it (Vault ignores it)'
const ONLY_ASSUMED = { iam_user: NO_ROLE, federation_token: NO_ROLE, session_token: NO_ROLE }
const ONLY_USER = { assumed_role: NO_USER, federation_token: NO_USER, session_token: NO_USER }
const WITH_POLICY = { session_token: NO_POLICY }
const ONLY_STS_DEFAULT = { iam_user: `${NO_STS}; use default_ttl` }
const ONLY_STS_MAX = { iam_user: `${NO_STS}; use max_ttl` }

/**
 * Which field does not go with which credential type, and why. Vault forbids some of these and silently ignores the
 * others; here both are problems, since a field without effect misleads whoever reads the role.
 */
export const UNFIT_FIELDS: Readonly<Record<string, Unfit>> = {
  role_arns: ONLY_ASSUMED,
  external_id: ONLY_ASSUMED,
  source_identity: ONLY_ASSUMED,
  role_session_name: ONLY_ASSUMED,
  session_tags: {
    iam_user: 'a user has no session; use iam_tags',
    federation_token: 'daypass, like Vault, tags sessions of assumed_role only; remove it',
    session_token: 'GetSessionToken takes no tags; remove it',
  },
  expect: {
    session_token:
      'the session has all rights of the issuing user, which nobody knows here; use credential_type federation_token with a policy',
  },
  policy_arns: WITH_POLICY,
  policy_document: WITH_POLICY,
  iam_groups: WITH_POLICY,
  iam_tags: {
    assumed_role: 'no user is made that could be tagged; use session_tags (Vault ignores it)',
    federation_token: 'no user is made that could be tagged; remove it (Vault ignores it)',
    session_token: 'no user is made that could be tagged; remove it (Vault ignores it)',
  },
  user_path: ONLY_USER,
  permissions_boundary_arn: ONLY_USER,
  account_role_arn: ONLY_USER,
  mfa_serial_number: { iam_user: NO_MFA, assumed_role: NO_MFA, federation_token: NO_MFA },
  default_sts_ttl: ONLY_STS_DEFAULT,
  max_sts_ttl: ONLY_STS_MAX,
  default_ttl: sts('default_sts_ttl'),
  max_ttl: sts('max_sts_ttl'),
}

/** Fields that do not go with the type, and fields that the type cannot do without. */
export function checkType(draft: RoleDraft): readonly FieldFinding[] {
  const type = draft.fields.credential_type
  if (type === undefined) return []
  const unfit = [...draft.given].flatMap((field) => {
    const why = whyUnfit(field, type)
    return why === undefined
      ? []
      : [{ path: [field], message: `${field} does not go with ${type}: ${why}`, onKey: true }]
  })
  return [...unfit, ...checkMissing(draft, type)]
}

/** The draft without the fields that do not go with its type: what they say does not matter. */
export function withoutUnfit(draft: RoleDraft): RoleDraft {
  const type = draft.fields.credential_type
  if (type === undefined) return draft
  const fields = Object.entries(draft.fields).filter(
    ([field]) => whyUnfit(field, type) === undefined,
  )
  return { ...draft, fields: Object.fromEntries(fields) }
}

function whyUnfit(field: string, type: CredentialType): string | undefined {
  return Object.hasOwn(UNFIT_FIELDS, field) ? UNFIT_FIELDS[field]?.[type] : undefined
}

function checkMissing(draft: RoleDraft, type: CredentialType): readonly FieldFinding[] {
  const at = ['credential_type']
  if (type === 'assumed_role' && isMissing(draft, 'role_arns')) {
    const message =
      'role_arns is missing: an assumed_role needs the ARN of at least one role to assume'
    return [{ path: ['role_arns'], message, at }]
  }
  const needsRights = type === 'iam_user' || type === 'federation_token'
  const rights = ['policy_document', 'policy_arns', 'iam_groups'] as const
  if (!needsRights || rights.some((field) => !isMissing(draft, field))) return []
  const why =
    type === 'iam_user'
      ? 'without one the user may do nothing'
      : "without one nothing would say which of the issuing user's rights the session gets"
  return [
    {
      path: ['policy_document'],
      message: `${type} needs policy_document, policy_arns or iam_groups: ${why}`,
      at,
    },
  ]
}

/** Not given, or given as an empty list. What is given but wrong has its own problem already. */
function isMissing(
  draft: RoleDraft,
  field: 'role_arns' | 'policy_document' | 'policy_arns' | 'iam_groups',
): boolean {
  const value = draft.fields[field]
  return !draft.given.has(field) || (Array.isArray(value) && value.length === 0)
}

function sts(instead: string): Unfit {
  const why = `it is for iam_user; use ${instead}`
  return { assumed_role: why, federation_token: why, session_token: why }
}
