import { type ActionScope, actionScope } from '../actions/action-scope.ts'
import { type ActionSet, complement, members, union } from '../actions/action-set.ts'
import type { ActionInfo, ActionTable } from '../actions/action-table.ts'
import { actionsOf, grantsOf } from '../access/grants.ts'
import type { Place } from '../../core/place.ts'
import type { ReviewedRole } from '../model/role-set.ts'
import type { SourcedStatement } from '../model/role-access.ts'
import { findPaths, type FoundPath } from './escalation/find-paths.ts'
import { findReaching, findWays, type Reaching, type RoleWays, type Way } from './ways.ts'

/** A role as rules look at it. What it takes long to know is found out when it is first asked for. */
export interface RoleView extends RoleWays {
  readonly name: string
  readonly sourced: ReviewedRole
  /** Allow statements that somebody wrote: none for a session without a policy of its own. */
  readonly allows: readonly SourcedStatement[]
  /** All statements that somebody wrote. */
  readonly statements: readonly SourcedStatement[]
  /** For each of some resources and each service, a write that may meet it. */
  readonly reaching: (resources: readonly string[]) => readonly Reaching[]
  /** Everything it may do on something, as far as written. */
  readonly actions: () => readonly ActionInfo[]
  /** The same for a statement as a set, in which actions that are not known have places too. */
  readonly namedBy: (statement: SourcedStatement) => ActionSet
  /** The ways to more rights that it completes. */
  readonly paths: () => readonly FoundPath[]
  /** The actions that a statement names, as far as they are known. */
  readonly actionsOf: (statement: SourcedStatement) => readonly ActionInfo[]
  readonly placeOf: (statement: SourcedStatement, element?: string, index?: number) => Place
  /** Whether it changes anything in AWS; true when that cannot be known. */
  readonly isWriting: () => boolean
}

/** What a view needs beside the role. */
export interface ViewOptions {
  readonly table: ActionTable
  readonly now: Date
}

/** Makes the view of a role. */
export function viewRole(
  name: string,
  sourced: ReviewedRole,
  { table, now }: ViewOptions,
): RoleView {
  const statements = sourced.access.isUnlimited ? [] : sourced.access.statements
  const scope = once(() => actionScope(table, statements))
  const grants = once(() => grantsOf({ ...sourced.access, statements }, scope()))
  const ways = new Map<string, readonly Way[]>()
  const allowed = once(() => actionsOf(grants().allows, scope()))
  const named = perStatement((statement) => namedBy(statement, scope()))
  const view: RoleView = {
    name,
    sourced,
    statements,
    allows: statements.filter(({ statement }) => statement.Effect === 'Allow'),
    waysTo: (action) => {
      const known =
        ways.get(action) ?? findWays(action, { table, scope: scope(), grants: grants() })
      ways.set(action, known)
      return known
    },
    reaching: (resources) =>
      resources.flatMap((resource) =>
        findReaching(resource, { table, scope: scope(), grants: grants() }),
      ),
    actions: once(() => infosOf(allowed(), table)),
    namedBy: named,
    paths: once(() => findPaths(view, now)),
    actionsOf: perStatement((statement) => infosOf(named(statement), table)),
    placeOf: (statement, element, index) => placeOfPart(sourced, statement, [element, index]),
    isWriting: once(
      () =>
        sourced.access.isUnlimited ||
        sourced.access.unread.some(({ effect }) => effect === 'adds') ||
        members(allowed()).some((index) => table.actions[index]?.isWriting),
    ),
  }
  return view
}

/** What the table knows of a set. */
function infosOf(set: ActionSet, { actions }: ActionTable): readonly ActionInfo[] {
  const infos: ActionInfo[] = []
  for (const index of members(set)) {
    const info = actions[index]
    if (info !== undefined) infos.push(info)
  }
  return infos
}

/** Many rules ask the same of a statement. */
function perStatement<T>(
  find: (statement: SourcedStatement) => T,
): (statement: SourcedStatement) => T {
  const found = new Map<SourcedStatement, T>()
  return (statement) => {
    const known = found.get(statement) ?? find(statement)
    found.set(statement, known)
    return known
  }
}

/** The actions in an entry's or statement's own words: with `NotAction`, all others. */
function namedBy({ statement }: SourcedStatement, scope: ActionScope): ActionSet {
  const named = union(
    scope.size,
    (statement.Action ?? statement.NotAction ?? []).map(scope.matching),
  )
  return statement.Action === undefined ? complement(named, scope.size) : named
}

function placeOfPart(
  sourced: ReviewedRole,
  { path, policy }: SourcedStatement,
  part: readonly (string | number | undefined)[],
): Place {
  if (policy !== 'policy_document') return sourced.placeOf(path)
  return sourced.placeOf([...path, ...part.filter((item) => item !== undefined)])
}

function once<T>(find: () => T): () => T {
  let found: { readonly value: T } | undefined
  return () => (found ??= { value: find() }).value
}
