import { policySize } from '../../../core/policy/text.ts'
import { AWS_LIMITS } from '../../../core/role/aws-limits.ts'
import { hasRoomForEnd } from '../../../core/role/role-cautions.ts'
import { found, type Rule, type StateRule } from '../rule.ts'
import { ofUnreadable } from './structure-rules.ts'

const QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'

const overLimit = ofUnreadable({
  id: 'SIZ001',
  name: 'over-limit',
  severity: 'error',
  title: 'a policy larger than AWS takes',
  why: 'nothing can be issued from the role',
  cure: 'shorten it, or make it a managed policy',
  docs: QUOTAS,
})

const sessionLimit = ofUnreadable({
  id: 'SIZ002',
  name: 'session-policy-limit',
  severity: 'error',
  title: 'session policies larger than AWS takes',
  why: 'nothing can be issued from the role',
  cure: 'shorten them',
  docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
})

/** AWS packs session policies into a form of its own, with a limit that only it knows. */
const SESSION_SHARE = 0.8
const USER_SHARE = 0.9

const nearLimit: StateRule = {
  id: 'SIZ003',
  name: 'near-limit',
  severity: 'note',
  title: 'a policy that is nearly as large as AWS takes',
  why: 'the next statement may not fit; of session policies AWS also limits a packed form, whose size nobody else can know',
  cure: 'shorten it with wildcards in names, or move parts into a managed policy',
  docs: QUOTAS,
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) => {
    const { role } = sourced
    if (role.credential_type === 'session_token' || role.policy_document === undefined) return []
    const isUser = role.credential_type === 'iam_user'
    const limit = isUser
      ? AWS_LIMITS.userInlinePolicyCharacters
      : AWS_LIMITS.sessionPolicyCharacters
    const arns = isUser ? 0 : role.policy_arns.join('').length
    const size = (isUser ? policySize(role.policy_document) : role.policy_document.length) + arns
    const share = size / limit
    if (share < (isUser ? USER_SHARE : SESSION_SHARE)) return []
    return [
      found({
        subject: 'policy_document',
        reason: `takes ${size} of ${limit} characters (${Math.floor(share * 100)} %)`,
        place: sourced.placeOf(['policy_document'], true),
      }),
    ]
  },
}

const tooMany = ofUnreadable({
  id: 'SIZ004',
  name: 'too-many-attachments',
  severity: 'error',
  title: 'more policies or groups than AWS takes',
  why: 'nothing can be issued from the role',
  cure: 'merge some of them',
  docs: QUOTAS,
})

const withoutEnd: StateRule = {
  id: 'SIZ005',
  name: 'no-room-for-the-end',
  severity: 'warning',
  title: "a user's policy in which the end of a lease has no room",
  why: 'nothing in AWS ends its leases by itself: only revocation and the sweep do',
  cure: 'shorten it, or make it a managed policy',
  docs: QUOTAS,
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) => {
    const { role } = sourced
    if (role.credential_type !== 'iam_user' || hasRoomForEnd(role)) return []
    return [
      found({
        subject: 'policy_document',
        reason: "leaves no room for the statement that denies everything after the lease's end",
        place: sourced.placeOf(['policy_document'], true),
      }),
    ]
  },
}

/** The rules about AWS's limits of size and number. */
export const SIZE_RULES: readonly Rule[] = [overLimit, sessionLimit, nearLimit, tooMany, withoutEnd]
