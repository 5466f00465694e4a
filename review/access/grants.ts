import type { PolicyDocument } from '../../core/policy/policy.ts'
import {
  type ActionSet,
  complement,
  difference,
  intersection,
  isDisjoint,
  isEmpty,
  union,
} from '../actions/action-set.ts'
import { type Clause, clausesOf } from './clauses.ts'
import { excludesClauses, impliesClauses } from './implies.ts'
import type { RoleAccess, SourcedStatement } from '../model/role-access.ts'
import type { ActionScope } from '../actions/action-scope.ts'
import { bindClauses, bindText } from './principal-tags.ts'
import { containsReach, overlapsReach, type Reach } from './reach.ts'

/** Actions that one statement allows or denies on one reach. */
export interface Grant {
  readonly actions: ActionSet
  readonly reach: Reach
  /** It must be reached by these as well: a known boundary's entry that only overlaps. Mostly none. */
  readonly within: readonly Reach[]
  /** All must hold. */
  readonly clauses: readonly Clause[]
  readonly source: SourcedStatement
}

/** Everything that a role's policies say, taken apart. */
export interface Grants {
  /** Without what a deny takes away for certain, and within the boundary if that is known. */
  readonly allows: readonly Grant[]
  readonly denies: readonly Grant[]
}

/** Takes what a role may do apart into grants, each with one entry of `Resource`. */
export function grantsOf(access: RoleAccess, scope: ActionScope): Grants {
  const parts = (source: SourcedStatement) => split(source, scope, access)
  const own = access.statements.flatMap(parts)
  const bounding = boundaryStatements(access).flatMap(parts)
  const denies = [...own, ...bounding].filter(isDeny)
  const allowed = own.filter((grant) => !isDeny(grant))
  const within =
    access.boundary === undefined
      ? allowed
      : allowed.flatMap((grant) =>
          bounded(
            grant,
            bounding.filter((other) => !isDeny(other)),
          ),
        )
  return { allows: within.flatMap((grant) => undenied(grant, denies)), denies }
}

/** Everything that some of the grants allow. */
export function actionsOf(grants: readonly Grant[], scope: ActionScope): ActionSet {
  return union(
    scope.size,
    grants.map(({ actions }) => actions),
  )
}

/** Whether one grant reaches everything that another reaches. Certain when it says yes. */
export function reachesAllOf(outer: Grant, inner: Grant): boolean {
  const parts = [inner.reach, ...inner.within]
  return [outer.reach, ...outer.within].every((wide) =>
    parts.some((narrow) => containsReach(wide, narrow)),
  )
}

/** What a deny takes of a grant whatever the request: the actions on all of its reach. */
export function isWhollyDenied(grant: Grant, deny: Grant): boolean {
  return reachesAllOf(deny, grant) && impliesClauses(grant.clauses, deny.clauses)
}

/** Whether a deny can take anything of a grant, actions aside. */
export function mayDeny(deny: Grant, grant: Grant): boolean {
  return overlapsReach(deny.reach, grant.reach) && !excludesClauses(grant.clauses, deny.clauses)
}

function isDeny({ source }: Grant): boolean {
  return source.statement.Effect === 'Deny'
}

function split(
  source: SourcedStatement,
  scope: ActionScope,
  { tags }: Pick<RoleAccess, 'tags'>,
): readonly Grant[] {
  const { statement } = source
  const named = union(
    scope.size,
    (statement.Action ?? statement.NotAction ?? []).map(scope.matching),
  )
  const actions = statement.Action === undefined ? complement(named, scope.size) : named
  const clauses = bindClauses(clausesOf(statement.Condition), tags, source)
  if (clauses === undefined) return []
  const plain = source.hasVariables ? (text: string) => bindText(text, tags) : literally
  const known = (entries: readonly string[]) =>
    entries.map(plain).filter((entry) => entry !== undefined)
  if (statement.Resource === undefined) {
    const except = known(statement.NotResource ?? [])
    return [{ actions, reach: { kind: 'all-but', except }, within: [], clauses, source }]
  }
  return known(statement.Resource)
    .map((resource) => {
      const reach: Reach = { kind: 'entry', resource }
      const fitting = resource === '*' ? actions : intersection(actions, scope.fitting(resource))
      return { actions: fitting, reach, within: [], clauses, source }
    })
    .filter((grant) => !isEmpty(grant.actions))
}

/** Before 2012-10-17, `${…}` was plain text. */
function literally(entry: string): string {
  return entry.replaceAll('${', '${$}{')
}

function boundaryStatements({ boundary }: RoleAccess): readonly SourcedStatement[] {
  return boundary === undefined ? [] : documentStatements(boundary)
}

function documentStatements(boundary: {
  readonly name: string
  readonly document: PolicyDocument
}): readonly SourcedStatement[] {
  return boundary.document.Statement.map((statement, index) => ({
    statement,
    policy: boundary.name,
    index,
    path: ['permissions_boundary_arn'],
    hasVariables: boundary.document.Version === '2012-10-17',
  }))
}

/** What the boundary leaves of a grant. */
function bounded(grant: Grant, allows: readonly Grant[]): readonly Grant[] {
  return allows
    .filter(({ reach }) => overlapsReach(reach, grant.reach))
    .map((limit) => ({
      ...grant,
      ...meetingReach(grant.reach, limit.reach),
      actions: intersection(grant.actions, limit.actions),
      clauses: [...grant.clauses, ...limit.clauses],
    }))
    .filter(({ actions }) => !isEmpty(actions))
}

/** A grant on those resources alone that another one reaches too; none when there are none. */
export function partWithin(grant: Grant, other: Grant): readonly Grant[] {
  if (reachesAllOf(grant, other)) return [{ ...grant, reach: other.reach, within: other.within }]
  if (!overlapsReach(grant.reach, other.reach)) return []
  return [{ ...grant, within: [...grant.within, other.reach, ...other.within] }]
}

/** The smaller of two reaches, or the first within the second. */
function meetingReach(own: Reach, limit: Reach): Pick<Grant, 'reach' | 'within'> {
  if (containsReach(limit, own)) return { reach: own, within: [] }
  if (containsReach(own, limit)) return { reach: limit, within: [] }
  return { reach: own, within: [limit] }
}

function undenied(grant: Grant, denies: readonly Grant[]): readonly Grant[] {
  let { actions } = grant
  for (const deny of denies) {
    if (!isDisjoint(actions, deny.actions) && isWhollyDenied(grant, deny))
      actions = difference(actions, deny.actions)
  }
  return isEmpty(actions) ? [] : [{ ...grant, actions }]
}
