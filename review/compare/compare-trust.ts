import type { Role } from '../../core/role/role.ts'
import type { SourcedRole } from '../model/role-set.ts'
import type { TrustChange } from '../model/comparison.ts'
import { type Subject, readSubject } from '../../core/trust/subject.ts'
import { coversSubject } from '../patterns/subjects.ts'

/** A role without subjects may be taken by every job. */
const EVERY_JOB = readSubject('*')

/**
 * Compares who may take a role before and after. Of subjects that are known only later, none counts as lost, and none that
 * are not named counts as every job.
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
    gained: before === undefined ? now : notCovered(isKnown ? takers(now) : now, takers(old)),
    lost: isKnown ? notCovered(after === undefined ? old : takers(old), takers(now)) : [],
  }
}

function takers(subjects: readonly Subject[]): readonly Subject[] {
  return subjects.length === 0 ? [EVERY_JOB] : subjects
}

function notCovered(subjects: readonly Subject[], by: readonly Subject[]): readonly Subject[] {
  return subjects.filter((subject) => !by.some((other) => coversSubject(other, subject)))
}
