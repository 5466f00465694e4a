import { checkPolicyDocument, compactPolicy, policySize } from '../policy/document.ts'
import { AWS_LIMITS } from './aws-limits.ts'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import { type Finding, label, quote } from './finding.ts'
import type { RoleDraft } from './role-draft.ts'
import { repeatedKeys } from './role-text.ts'
import { lifetimesOf } from './ttl-rules.ts'

/** Policies that AWS would not understand, that are too many or too large. */
export function checkPolicies(draft: RoleDraft): readonly Finding[] {
  const { credential_type: type, policy_document: document } = draft.fields
  if (type === undefined || type === 'session_token') return []
  const kind = type === 'iam_user' ? 'identity' : 'session'
  const faults = document === undefined ? [] : checkDocument(document, kind)
  if (faults.length > 0) return [...faults, ...checkCounts(draft, type)]
  return [
    ...(type === 'iam_user' ? checkUserSize(draft) : checkSessionSize(draft, type)),
    ...checkCounts(draft, type),
  ]
}

function checkDocument(
  document: object | string,
  kind: 'identity' | 'session',
): readonly Finding[] {
  const faults = checkPolicyDocument(document, kind).map((problem): Finding => {
    const path = ['policy_document', ...problem.path]
    return {
      path,
      message: `${label(path)}${problem.path.length === 0 ? ':' : ''} ${problem.message}`,
    }
  })
  if (faults.length > 0 || typeof document !== 'string') return faults
  return repeatedKeys(document).map((key) => {
    const message = `policy_document has ${quote(key)} twice in one object, and only one of them would count: remove the other`
    return { path: ['policy_document'], message }
  })
}

function checkCounts(
  { fields }: RoleDraft,
  type: 'iam_user' | 'assumed_role' | 'federation_token',
): readonly Finding[] {
  const policies = fields.policy_arns?.length ?? 0
  const groups = fields.iam_groups?.length ?? 0
  const isUser = type === 'iam_user'
  const max = isUser ? AWS_LIMITS.policiesPerUser : AWS_LIMITS.sessionPolicyArns
  const cure = isUser
    ? 'attach some to a group and name it in iam_groups'
    : 'put some of their statements into policy_document'
  const findings: Finding[] = []
  if (policies > max) {
    const message = `policy_arns has ${policies} policies, more than the ${max} AWS takes for ${isUser ? 'a user' : 'a session'}: ${cure}`
    findings.push({ path: ['policy_arns'], message })
  }
  if (isUser && groups > AWS_LIMITS.groupsPerUser) {
    const message = `iam_groups has ${groups} groups, more than the ${AWS_LIMITS.groupsPerUser} AWS takes for a user: merge some`
    findings.push({ path: ['iam_groups'], message })
  }
  return findings
}

function checkUserSize({ fields }: RoleDraft): readonly Finding[] {
  if (fields.policy_document === undefined) return []
  const size = policySize(compactPolicy(fields.policy_document))
  const { userInlinePolicyCharacters: limit } = AWS_LIMITS
  const { expiryStatementCharacters: ours } = DAYPASS_LIMITS
  if (size <= limit - ours) return []
  const why = `AWS takes ${limit}, and daypass adds a statement of ${ours} that denies all after the lease's end`
  const cure = 'shorten it, or make it a managed policy and name that in policy_arns'
  return [
    {
      path: ['policy_document'],
      message: `policy_document has ${size} characters, more than ${limit - ours}: ${cure} (${why})`,
    },
  ]
}

/** The policies of a session in plain text. AWS packs them besides, with a limit that only it knows. */
function checkSessionSize(
  { fields }: RoleDraft,
  type: 'assumed_role' | 'federation_token',
): readonly Finding[] {
  const own =
    fields.policy_document === undefined ? 0 : compactPolicy(fields.policy_document).length
  const managed = (fields.policy_arns ?? []).reduce((sum, arn) => sum + arn.length, 0)
  const isShort = lifetimesOf(type, fields).default < AWS_LIMITS.sessionSecondsMin
  const ours = isShort ? DAYPASS_LIMITS.expiryStatementCharacters : 0
  const limit = AWS_LIMITS.sessionPolicyCharacters
  const size = own + managed + ours
  if (size <= limit) return []
  const parts = [
    ...(own > 0 ? [`policy_document ${own}`] : []),
    ...(managed > 0 ? [`policy_arns ${managed}`] : []),
    ...(isShort ? [`${ours} for the statement that ends a lease of less than 15m`] : []),
  ]
  const path = own > 0 ? ['policy_document'] : ['policy_arns']
  const message = `the session policies have ${size} characters, more than the ${limit} AWS takes: shorten them (${parts.join(', ')})`
  return [{ path, message }]
}
