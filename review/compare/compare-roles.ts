import { roleDocument } from '../../core/role/role-document.ts'
import type { ActionTable } from '../actions/action-table.ts'
import { compareAccess } from './compare-access.ts'
import { compareFields, compareLifetimes } from './compare-fields.ts'
import { compareTrust } from './compare-trust.ts'
import type { KnownPolicies } from '../access/known-policies.ts'
import type { Comparison, FieldChange, RoleComparison } from '../model/comparison.ts'
import type { ReviewedRole, RoleSet, SourcedRole } from '../model/role-set.ts'
import { accessOf } from '../access/role-access.ts'
import { judgeDirection } from './verdict.ts'
import { defined } from '../../core/language/defined.ts'

/** What a comparison needs beside the roles. */
export interface CompareOptions {
  readonly table: ActionTable
  /** Contents of managed policies and boundaries. */
  readonly knownPolicies?: KnownPolicies
}

/**
 * Compares two sets of roles, role by role, by name. A role that is gone under one name and there, word for word, under
 * another is renamed. Files that are no roles are passed on as they are. A role that could not be read before is added, with
 * all it may do; one that can no longer be read counts as neither there nor removed.
 */
export function compareRoles(base: RoleSet, head: RoleSet, options: CompareOptions): Comparison {
  const pairs = pairUp(base, head)
  return {
    roles: pairs.map((pair) => comparePair(pair, options)).sort(byName),
    unreadable: { base: base.unreadable, head: head.unreadable },
  }
}

interface Pair {
  readonly before?: SourcedRole
  readonly after?: SourcedRole
}

function pairUp(base: RoleSet, head: RoleSet): readonly Pair[] {
  const old = new Map(base.roles.map((sourced) => [sourced.role.name, sourced]))
  const kept = new Set(head.roles.map(({ role }) => role.name))
  // What cannot be read is still there: it must not look like a role that was removed.
  const brokenNow = new Set(head.unreadable.map(({ name }) => name))
  const gone = base.roles.filter(({ role }) => !kept.has(role.name) && !brokenNow.has(role.name))
  const leavers = new Map(gone.map((sourced) => [contentKey(sourced), sourced]))
  const pairs = head.roles.map((after): Pair => {
    const same = old.get(after.role.name)
    if (same !== undefined) return { before: same, after }
    const key = contentKey(after)
    const renamed = leavers.get(key)
    if (renamed === undefined) return { after }
    leavers.delete(key)
    return { before: renamed, after }
  })
  const paired = new Set(pairs.map(({ before }) => before))
  return [...pairs, ...gone.filter((before) => !paired.has(before)).map((before) => ({ before }))]
}

/** All of a role but its name. */
function contentKey({ role, knownLater }: SourcedRole): string {
  return JSON.stringify([{ ...roleDocument(role), name: '' }, knownLater])
}

function comparePair({ before, after }: Pair, options: CompareOptions): RoleComparison {
  const sides = { before: reviewed(before, options), after: reviewed(after, options) }
  const isKnown = ({ field }: FieldChange) => after?.knownLater.includes(field) !== true
  const changes = {
    access: compareAccess(sides.before, sides.after, options.table),
    trust: compareTrust(before?.role, after),
    lifetimes: compareLifetimes(before?.role, after?.role).filter(isKnown),
    fields: compareFields(before?.role, after?.role).filter(isKnown),
    credentialType: {
      before: before?.role.credential_type,
      after: after?.role.credential_type,
    },
  }
  return {
    name: (after ?? before)?.role.name ?? '',
    kind: kindOf(before, after),
    ...defined({ before: sides.before, after: sides.after }),
    ...judgeDirection(sides, changes),
    ...changes,
  }
}

function reviewed(
  sourced: SourcedRole | undefined,
  { knownPolicies }: CompareOptions,
): ReviewedRole | undefined {
  return sourced && { ...sourced, access: accessOf(sourced, knownPolicies) }
}

function kindOf(
  before: SourcedRole | undefined,
  after: SourcedRole | undefined,
): RoleComparison['kind'] {
  if (before === undefined) return 'added'
  if (after === undefined) return 'removed'
  if (before.role.name !== after.role.name) return 'renamed'
  return contentKey(before) === contentKey(after) ? 'unchanged' : 'changed'
}

function byName(a: RoleComparison, b: RoleComparison): number {
  return a.name < b.name ? -1 : 1
}
