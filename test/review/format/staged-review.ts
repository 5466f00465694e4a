import type { AccessDifference } from '../../../review/model/access-change.ts'
import type { Finding } from '../../../review/model/judgement.ts'
import type { Place } from '../../../core/place.ts'
import type { Review } from '../../../review/model/review.ts'
import type { RoleComparison } from '../../../review/model/comparison.ts'

/** A review in which one text stands wherever a role, a file or a person can put one. */
export function stagedReview(
  text: string,
  size: { readonly roles?: number; readonly findings?: number } = {},
): Review {
  const place: Place = { file: text, line: 3, column: 5 }
  const { roles = 1, findings = 1 } = size
  const staged = Array.from({ length: roles }, (_, index) =>
    comparison(`${text}${index}`, text, place),
  )
  return {
    roles: staged,
    unreadable: {
      base: [],
      head: [{ from: text, name: text, problems: [{ path: [text], message: text, place }] }],
    },
    findings: [
      ...Array.from({ length: findings }, (_, index) => finding(`${text}${index}`, text, place)),
      { ...finding(text, text, place), blocks: false, severity: 'note', isNew: false },
      {
        ...finding(text, text, place),
        blocks: false,
        waiver: { rules: ['ACC011'], reason: text, until: new Date('2027-01-31T00:00:00Z'), place },
      },
    ],
    notRun: [{ rule: 'GRD003', role: text, reason: text }],
    verdict: 'wider',
    blocking: findings,
    counts: { wider: roles, narrower: 0, mixed: 0, sameAccess: 0, notCompared: 1 },
    actionTableDate: '2026-09-26',
    compared: { base: text, head: text },
    liveLeases: [{ role: text, count: 2, lastEndsAt: new Date('2026-11-22T14:10:00Z') }],
  }
}

function finding(role: string, text: string, place: Place): Finding {
  return {
    rule: 'ACC011',
    severity: 'error',
    role,
    reason: text,
    cure: text,
    place,
    fingerprint: '0123456789abcdef',
    isNew: true,
    blocks: true,
  }
}

function comparison(name: string, text: string, place: Place): RoleComparison {
  const subject = { subject: text, sub: text, form: 'other' } as const
  const access = difference(text, place)
  return {
    name,
    kind: 'changed',
    verdict: 'wider',
    wider: [],
    narrower: [],
    access: { gained: access, lost: access, notSeen: [text] },
    trust: { before: [], after: [subject], gained: [subject], lost: [] },
    lifetimes: [],
    fields: [{ field: 'description', before: text, after: `${text} too`, direction: 'changed' }],
    credentialType: { before: 'iam_user', after: 'iam_user' },
  }
}

function difference(text: string, place: Place): AccessDifference {
  const actions = [text]
  return {
    actions: [{ service: text, level: 'unknown', actions }],
    reach: [{ actions, resources: [text], instead: [text], place }],
    conditions: [
      {
        actions,
        stricter: text,
        looser: text,
        witness: { action: text, resource: text, context: { [text]: text } },
        place,
      },
    ],
    denies: [
      {
        actions,
        deny: text,
        witness: { action: text, resource: text, context: { [text]: text } },
        place,
      },
    ],
    wildcards: [{ pattern: text, matchesNow: 2, newNow: 1, place }],
    isUnlimited: false,
    sources: [],
    unread: [{ kind: 'group', name: text, effect: 'adds', path: [] }],
  }
}
