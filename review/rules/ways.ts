import type { ActionScope } from '../actions/action-scope.ts'
import { difference, includes, intersection, members } from '../actions/action-set.ts'
import type { ActionInfo, ActionTable } from '../actions/action-table.ts'
import type { Clause } from '../access/clauses.ts'
import { type Grants, mayDeny } from '../access/grants.ts'
import { containsReach, overlapsReach, type Reach } from '../access/reach.ts'
import type { SourcedStatement } from '../model/role-access.ts'

/** One way in which a role may do an action. */
export interface Way {
  readonly action: string
  readonly reach: Reach
  /** All must hold; a known boundary's are among them. */
  readonly clauses: readonly Clause[]
  readonly source: SourcedStatement
  /** Denies that take a part of it away; one that takes all leaves no way. */
  readonly denies: readonly Deny[]
}

/** A deny that may meet a way. */
interface Deny {
  readonly reach: Reach
  readonly clauses: readonly Clause[]
}

/** A write that may meet a resource. */
export interface Reaching {
  readonly resource: string
  readonly action: ActionInfo
  readonly way: Way
}

/** What a role may do, action by action. */
export interface RoleWays {
  /** The ways to do an action, given by its full name; none when the role may not. */
  readonly waysTo: (action: string) => readonly Way[]
}

/** Where ways are looked for. */
interface WaySources {
  readonly table: ActionTable
  readonly scope: ActionScope
  readonly grants: Grants
}

/** The ways to do an action, given by its full name. */
export function findWays(action: string, { table, scope, grants }: WaySources): readonly Way[] {
  const index = table.find(action)?.index ?? indexOfStranger(action, table, scope)
  if (index === undefined) return []
  const denies = grants.denies.filter((deny) => includes(deny.actions, index))
  return grants.allows
    .filter((grant) => includes(grant.actions, index))
    .map((grant) => ({
      action,
      reach: grant.reach,
      clauses: grant.clauses,
      source: grant.source,
      denies: denies.filter((deny) => mayDeny(deny, grant)),
    }))
}

/** For each service, a write that may meet a resource. */
export function findReaching(resource: string, { table, grants }: WaySources): readonly Reaching[] {
  const reach: Reach = { kind: 'entry', resource }
  const here = grants.allows.filter((grant) => overlapsReach(grant.reach, reach))
  const taken = grants.denies.filter(
    (deny) => deny.clauses.length === 0 && containsReach(deny.reach, reach),
  )
  const found = new Map<string, Reaching>()
  for (const grant of here) {
    const fitting = intersection(grant.actions, table.fitting(resource))
    const left = taken.reduce((set, deny) => difference(set, deny.actions), fitting)
    for (const index of members(left)) {
      const action = table.actions[index]
      if (action?.isWriting !== true || found.has(action.service)) continue
      const { clauses, source } = grant
      const way: Way = { action: action.name, reach: grant.reach, clauses, source, denies: [] }
      found.set(action.service, { resource, action, way })
    }
  }
  return [...found.values()]
}

/** What only the role's own policies name stands behind the table's actions. */
function indexOfStranger(
  action: string,
  { actions }: ActionTable,
  { size, nameOf }: ActionScope,
): number | undefined {
  for (let index = actions.length; index < size; index += 1) {
    if (nameOf(index).toLowerCase() === action.toLowerCase()) return index
  }
  return undefined
}
