import type { Role } from '../../core/role/role.ts'
import type { SourcedRole } from '../model/role-set.ts'
import type { FieldChange, TrustChange } from '../model/comparison.ts'
import { namesNobody, strangersIn } from '../../core/trust/stranger-events.ts'
import { type Subject, readSubject } from '../../core/trust/subject.ts'
import { coversSubject, coversText } from '../patterns/subjects.ts'

/** A role without subjects may be taken by every job. */
const EVERY_JOB = readSubject('*')

/**
 * Compares who may take a role before and after. Of subjects that are known only later, none counts as lost, and none that
 * are not named counts as every job. What `claims` say has a comparison of its own, {@link claimsDirection}.
 */
export function compareTrust(
  before: Role | undefined,
  after: SourcedRole | undefined,
): TrustChange {
  const old = (before?.subjects ?? []).map(readSubject)
  const now = (after?.role.subjects ?? []).map(readSubject)
  const isKnown = after?.knownLater.includes('subjects') !== true
  return {
    before: old,
    after: now,
    gained: before === undefined ? now : gained(before, after, isKnown ? takers(now) : now),
    lost: isKnown ? notCovered(after === undefined ? old : takers(old), takers(now)) : [],
  }
}

function gained(before: Role, after: SourcedRole | undefined, now: readonly Subject[]) {
  // Even of a role for every job, a role that names somebody refuses the jobs that strangers set off.
  const opens = after !== undefined && now.includes(EVERY_JOB) && namesNobody(after.role)
  if (opens && !namesNobody(before)) return [EVERY_JOB]
  return notCovered(now, takers((before.subjects ?? []).map(readSubject)))
}

/**
 * Whether other `claims` let somebody in who was not: one is no longer asked for, or may have a value that it could not,
 * or an event of strangers is named. What they let in less is narrower.
 */
export function claimsDirection(before: Role, after: Role): FieldChange['direction'] {
  if (namesNobody(before)) return 'narrower'
  const now = after.claims ?? {}
  const isLooser = Object.entries(before.claims ?? {}).some(
    ([name, old]) => now[name]?.every((one) => old.some((wide) => coversText(wide, one))) !== true,
  )
  const strangers = strangersIn(before)
  const opensEvents = strangersIn(after).some((event) => !strangers.includes(event))
  return isLooser || opensEvents ? 'wider' : 'narrower'
}

function takers(subjects: readonly Subject[]): readonly Subject[] {
  return subjects.length === 0 ? [EVERY_JOB] : subjects
}

function notCovered(subjects: readonly Subject[], by: readonly Subject[]): readonly Subject[] {
  return subjects.filter((subject) => !by.some((other) => coversSubject(other, subject)))
}
