import type { ActionTable } from '../actions/action-table.ts'
import { compareAccess } from './compare-access.ts'
import { compareFields, compareLifetimes } from './compare-fields.ts'
import { compareTrust } from './compare-trust.ts'
import { contentKey, pairRoles, type RolePair } from './pair-roles.ts'
import type { KnownPolicies } from '../access/known-policies.ts'
import type { Comparison, FieldChange, RoleComparison } from '../model/comparison.ts'
import type { ReviewedRole, RoleSet, SourcedRole } from '../model/role-set.ts'
import { tagsBeside } from '../access/principal-tags.ts'
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
 * Compares two sets of roles, role by role, as {@link pairRoles} pairs them. Files that are no roles are passed on as they are. A role that could not be read before is added, with
 * all it may do; one that can no longer be read counts as neither there nor removed.
 */
export function compareRoles(base: RoleSet, head: RoleSet, options: CompareOptions): Comparison {
  const pairs = pairRoles(base, head)
  return {
    roles: pairs.map((pair) => comparePair(pair, options)).sort(byName),
    unreadable: { base: base.unreadable, head: head.unreadable },
  }
}

function comparePair({ before, after }: RolePair, options: CompareOptions): RoleComparison {
  const read = { before: reviewed(before, options), after: reviewed(after, options) }
  const sides = {
    before: read.before && beside(read.before, read.after),
    after: read.after && beside(read.after, read.before),
  }
  const isKnown = ({ field }: FieldChange) => after?.knownLater.includes(field) !== true
  const isRole = (after ?? before)?.part === undefined
  const isShown = ({ field }: FieldChange) => isRole || field === 'permissions_boundary_arn'
  const changes = {
    access: compareAccess(sides.before, sides.after, options.table),
    trust: compareTrust(before?.role, after),
    lifetimes: isRole ? compareLifetimes(before?.role, after?.role).filter(isKnown) : [],
    fields: compareFields(before?.role, after?.role).filter((one) => isKnown(one) && isShown(one)),
    credentialType: {
      before: isRole ? before?.role.credential_type : undefined,
      after: isRole ? after?.role.credential_type : undefined,
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

/** Users have the tags that daypass gives them: one that only the other side gives is not there. */
function beside(one: ReviewedRole, other: ReviewedRole | undefined): ReviewedRole {
  if (one.access.basis !== 'granted') return one
  return {
    ...one,
    access: { ...one.access, tags: tagsBeside(one.access.tags, other?.access.tags) },
  }
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
