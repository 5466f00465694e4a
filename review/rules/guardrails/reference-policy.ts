import { actionScope } from '../../actions/action-scope.ts'
import { difference, intersection, isEmpty, members, union } from '../../actions/action-set.ts'
import type { ActionTable } from '../../actions/action-table.ts'
import { excludesClauses, impliesClauses } from '../../access/implies.ts'
import type { PolicyDocument } from '../../../core/policy/policy.ts'
import { type Grant, grantsOf } from '../../access/grants.ts'
import type { RoleAccess, SourcedStatement } from '../../model/role-access.ts'
import { containsReach, overlapsReach } from '../../access/reach.ts'

/** What a statement allows beyond a reference policy. */
export interface ReferenceExcess {
  readonly source: SourcedStatement
  /** Full names, sorted. */
  readonly actions: readonly string[]
  /** Whether a deny of the reference is in the way, and not that no allow of it reaches so far. */
  readonly isDenied: boolean
}

/**
 * What a role allows and a reference policy does not, statement by statement. An allow is within the reference when one
 * allow of it covers the same resources with conditions that are no stricter, and no deny of it can meet them.
 */
export function excessOver(
  reference: PolicyDocument,
  access: RoleAccess,
  table: ActionTable,
): readonly ReferenceExcess[] {
  const statements = reference.Statement.map((statement, index): SourcedStatement => {
    const hasVariables = reference.Version === '2012-10-17'
    return { statement, policy: 'reference_policy', index, path: [], hasVariables }
  })
  const scope = actionScope(table, [...access.statements, ...statements])
  const limit = grantsOf(
    { basis: 'limit', isUnlimited: false, statements, unread: [], tags: access.tags },
    scope,
  )
  const { allows, denies } = grantsOf(access, scope)
  return allows.flatMap((grant) => {
    const covered = union(
      scope.size,
      limit.allows.filter((allow) => covers(allow, grant)).map(({ actions }) => actions),
    )
    const denied = union(
      scope.size,
      limit.denies
        .filter((deny) => meets(deny, grant) && !denies.some((own) => covers(own, deny)))
        .map(({ actions }) => actions),
    )
    const beyond = difference(grant.actions, covered)
    const forbidden = intersection(grant.actions, denied)
    return [
      { actions: beyond, isDenied: false },
      { actions: difference(forbidden, beyond), isDenied: true },
    ]
      .filter(({ actions }) => !isEmpty(actions))
      .map(({ actions, isDenied }) => ({
        source: grant.source,
        actions: members(actions).map(scope.nameOf).sort(),
        isDenied,
      }))
  })
}

function covers(outer: Grant, inner: Grant): boolean {
  return containsReach(outer.reach, inner.reach) && impliesClauses(inner.clauses, outer.clauses)
}

function meets(deny: Grant, grant: Grant): boolean {
  return overlapsReach(deny.reach, grant.reach) && !excludesClauses(grant.clauses, deny.clauses)
}
