import type { AccessChange, AccessDifference } from '../model/access-change.ts'
import type { Finding } from '../model/judgement.ts'
import type { Review } from '../model/review.ts'
import type { ReviewedRole, UnreadableRole } from '../model/role-set.ts'
import type { RoleComparison } from '../model/comparison.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { verdictLine } from './verdict-line.ts'

/** Of the shape below; raised when a field changes its meaning or goes. */
const VERSION = 1

/** A review as JSON, ending in a newline: everything that was found. A stable interface: fields are only ever added. */
export function jsonReview(review: Review): string {
  return jsonText(reviewDocument(review))
}

function reviewDocument(review: Review): Readonly<Record<string, unknown>> {
  return {
    version: VERSION,
    verdict: review.verdict,
    summary: verdictLine(review),
    blocking: review.blocking,
    counts: {
      wider: review.counts.wider,
      narrower: review.counts.narrower,
      mixed: review.counts.mixed,
      same_access: review.counts.sameAccess,
      not_compared: review.counts.notCompared,
      unreadable: review.unreadable.head.length,
    },
    compared: review.compared ?? null,
    action_table_date: review.actionTableDate,
    roles: review.roles.filter(({ kind }) => kind !== 'unchanged').map(roleDocument),
    unchanged: review.roles.filter(({ kind }) => kind === 'unchanged').map(({ name }) => name),
    unreadable: review.unreadable.head.map(unreadableDocument),
    findings: review.findings.map(findingDocument),
    not_run: review.notRun.map(({ rule, role, reason }) => ({ rule, role: role ?? null, reason })),
    live_leases:
      review.liveLeases?.map(({ role, count, lastEndsAt }) => ({
        role,
        count,
        last_ends_at: lastEndsAt ?? null,
      })) ?? null,
  }
}

function roleDocument(comparison: RoleComparison) {
  const { name, kind, verdict, before, after, wider, narrower } = comparison
  return {
    name,
    kind,
    verdict,
    file: (after ?? before)?.from ?? null,
    before: sideDocument(before),
    after: sideDocument(after),
    wider,
    narrower,
    access: accessDocument(comparison.access),
    trust: comparison.trust,
    lifetimes: comparison.lifetimes,
    fields: comparison.fields,
  }
}

/** Without the statements themselves: the role's file has them. */
function accessDocument({ gained, lost, notSeen }: AccessChange) {
  return { gained: differenceDocument(gained), lost: differenceDocument(lost), notSeen }
}

function differenceDocument(difference: AccessDifference) {
  const { actions, reach, conditions, denies, wildcards, unread, isUnlimited } = difference
  return { actions, reach, conditions, denies, wildcards, unread, isUnlimited }
}

function sideDocument(side: ReviewedRole | undefined) {
  if (side === undefined) return null
  const { role, from, access } = side
  return {
    name: role.name,
    file: from,
    credential_type: role.credential_type,
    basis: access.basis,
    is_unlimited: access.isUnlimited,
    unread: access.unread,
  }
}

function unreadableDocument({ from, name, problems }: UnreadableRole) {
  return { file: from, name, problems }
}

function findingDocument(finding: Finding) {
  const { rule, severity, role, reason, cure, place, fingerprint, isNew, blocks, waiver } = finding
  return {
    rule,
    severity,
    role: role ?? null,
    reason,
    cure,
    place: place ?? null,
    fingerprint,
    is_new: isNew,
    blocks,
    waiver:
      waiver === undefined
        ? null
        : { reason: waiver.reason ?? null, until: waiver.until ?? null, place: waiver.place },
  }
}
