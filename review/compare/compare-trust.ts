import type { Role } from '../../core/role/role.ts'
import type { SourcedRole } from '../model/role-set.ts'
import type { TrustChange } from '../model/comparison.ts'
import { coversSubject, readSubject } from '../patterns/subjects.ts'

/** Compares who may take a role before and after. Of subjects that are known only later, none counts as lost. */
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
    gained: now.filter((subject) => !old.some((other) => coversSubject(other, subject))),
    lost: old.filter((subject) => isKnown && !now.some((other) => coversSubject(other, subject))),
  }
}
