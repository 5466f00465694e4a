import { compactPolicy, policySize } from '../policy/text.ts'
import { AWS_LIMITS } from './aws-limits.ts'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import type { FieldFinding } from './field-finding.ts'
import type { RoleDraft } from './role-draft.ts'
import { lifetimesOf } from './ttl-rules.ts'

/** More policies or groups than AWS takes, or larger ones. Sizes only of a document that can be read. */
export function checkPolicySizes(draft: RoleDraft, isReadable: boolean): readonly FieldFinding[] {
  const isUser = draft.fields.credential_type === 'iam_user'
  const counts = isUser ? checkUserCounts(draft) : checkSessionCount(draft)
  const sizes = isUser ? checkUserSize : checkSessionSize
  return [...counts, ...(isReadable ? sizes(draft) : [])].map((one) => ({ ...one, isClear: true }))
}

function checkUserCounts({ fields }: RoleDraft): readonly FieldFinding[] {
  const { policiesPerUser, groupsPerUser } = AWS_LIMITS
  const policies = new Set(fields.policy_arns).size
  const groups = new Set(fields.iam_groups).size
  const findings: FieldFinding[] = []
  if (policies > policiesPerUser) {
    const cure = 'attach some to a group and name it in iam_groups'
    const message = `policy_arns has ${policies} policies, more than the ${policiesPerUser} AWS takes for a user: ${cure}`
    findings.push({ path: ['policy_arns'], message })
  }
  if (groups > groupsPerUser) {
    const message = `iam_groups has ${groups} groups, more than the ${groupsPerUser} AWS takes for a user: merge some`
    findings.push({ path: ['iam_groups'], message })
  }
  return findings
}

function checkSessionCount({ fields }: RoleDraft): readonly FieldFinding[] {
  const count = new Set(fields.policy_arns).size
  const max = AWS_LIMITS.sessionPolicyArns
  if (count <= max) return []
  const cure = 'put some of their statements into policy_document'
  const message = `policy_arns has ${count} policies, more than the ${max} AWS takes for a session: ${cure}`
  return [{ path: ['policy_arns'], message }]
}

function checkUserSize({ fields }: RoleDraft): readonly FieldFinding[] {
  if (fields.policy_document === undefined) return []
  const size = policySize(compactPolicy(fields.policy_document))
  const { userInlinePolicyCharacters: limit } = AWS_LIMITS
  if (size <= limit) return []
  const cure = 'shorten it, or make it a managed policy and name that in policy_arns'
  const message = `policy_document has ${size} characters, more than the ${limit} AWS takes for a user: ${cure}`
  return [{ path: ['policy_document'], message }]
}

/** The policies of a session in plain text. AWS packs them besides, with a limit that only it knows. */
function checkSessionSize({ fields }: RoleDraft): readonly FieldFinding[] {
  const own =
    fields.policy_document === undefined ? 0 : compactPolicy(fields.policy_document).length
  const managed = [...new Set(fields.policy_arns)].join('').length
  const end =
    own > 0 ? DAYPASS_LIMITS.sessionEndCharacters : DAYPASS_LIMITS.sessionEndAloneCharacters
  const ours = own + managed > 0 && isShort({ fields }) ? end : 0
  const limit = AWS_LIMITS.sessionPolicyCharacters
  const size = own + managed + ours
  if (size <= limit) return []
  const parts = [
    own > 0 ? [`policy_document ${own}`] : [],
    managed > 0 ? [`policy_arns ${managed}`] : [],
    ours > 0 ? [`${ours} for the statements that end a lease of less than 15m`] : [],
  ]
  const told = `the session policies have ${size} characters, more than the ${limit} AWS takes`
  const message = `${told}: shorten them (${parts.flat().join(', ')})`
  return [{ path: own > 0 ? ['policy_document'] : ['policy_arns'], message }]
}

/** Whether the role's usual lease is shorter than AWS's shortest session, and so ended by its policy. */
function isShort({ fields }: Pick<RoleDraft, 'fields'>): boolean {
  const type = fields.credential_type
  return type !== undefined && lifetimesOf(type, fields).default < AWS_LIMITS.sessionSecondsMin
}
