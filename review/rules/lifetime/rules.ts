import { formatDuration } from '../../../core/language/duration.ts'
import { ttlLimits } from '../../../core/role/role.ts'
import type { RoleView } from '../role-view.ts'
import { type ChangeRule, found, type Rule, type StateRule } from '../rule.ts'

const DAY = 86_400
/** A lease that is renewed for longer is a standing key. */
const RENEWED_SECONDS_MAX = 7 * DAY
/** Roles of these paths take no policies, so that no session of them can be denied. */
const UNDENIABLE = /:role\/aws-(service-role|reserved)\//

const ttlIncreased: ChangeRule = {
  id: 'TTL001',
  name: 'ttl-increased',
  severity: 'warning',
  title: 'leases live longer',
  why: 'a leaked lease can be used for longer',
  cure: 'keep the lifetime that the task needs',
  isWaivable: true,
  looksAt: 'change',
  check: ({ comparison, after }) =>
    after === undefined
      ? []
      : comparison.lifetimes
          .filter(({ field, direction }) => direction === 'wider' && field.endsWith('_ttl'))
          .map(({ field, before, after: now }) =>
            found({
              subject: field,
              reason: `${field} goes from ${before ?? 'none'} to ${now ?? 'none'}`,
              place: after.sourced.placeOf([field]),
            }),
          ),
}

const ttlOverLimit: StateRule = {
  id: 'TTL002',
  name: 'ttl-over-limit',
  severity: 'error',
  title: 'leases that live longer than the organisation or AWS allows',
  why: 'a limit that one role may exceed is none',
  cure: 'lower the lifetime',
  isWaivable: false,
  looksAt: 'role',
  check: ({ sourced }, { guardrail }) => {
    const limit = guardrail?.longestTtlSeconds
    const { max } = ttlLimits(sourced.role)
    if (limit === undefined || max <= limit) return []
    const field = maxField(sourced.role.credential_type)
    return [
      found({
        subject: field,
        reason: `${field} is ${formatDuration(max)}, more than the ${formatDuration(limit)} of ${guardrail?.file ?? ''}`,
        place: sourced.placeOf([field]),
      }),
    ]
  },
}

const irrevocable: StateRule = {
  id: 'TTL003',
  name: 'irrevocable',
  severity: 'warning',
  title: 'sessions that cannot be taken back',
  why: 'a leaked one works until its end',
  cure: 'assume another role, or keep the lifetime short',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }) => {
    const { role } = sourced
    if (role.credential_type !== 'assumed_role') return []
    return role.role_arns.flatMap((arn, index) =>
      UNDENIABLE.test(arn)
        ? [
            found({
              subject: arn,
              reason: `no policy can be written on ${arn}, so its sessions live for up to ${formatDuration(role.max_sts_ttl)}`,
              place: sourced.placeOf(['role_arns', index]),
            }),
          ]
        : [],
    )
  },
}

const longRenewal: StateRule = {
  id: 'TTL004',
  name: 'unlimited-renewal',
  severity: 'warning',
  title: 'a lease that can be renewed for more than a week',
  why: 'it is a standing key by another name',
  cure: 'lower max_ttl; a new lease is one call',
  isWaivable: true,
  looksAt: 'role',
  check: ({ sourced }: RoleView) => {
    const { role } = sourced
    if (role.credential_type !== 'iam_user' || role.max_ttl <= RENEWED_SECONDS_MAX) return []
    return [
      found({
        subject: 'max_ttl',
        reason: `can be renewed for ${Math.round(role.max_ttl / DAY)} days`,
        place: sourced.placeOf(['max_ttl']),
      }),
    ]
  },
}

/** The rules about how long leases live. */
export const LIFETIME_RULES: readonly Rule[] = [
  ttlIncreased,
  ttlOverLimit,
  irrevocable,
  longRenewal,
]

function maxField(type: string): string {
  return type === 'iam_user' ? 'max_ttl' : 'max_sts_ttl'
}
