import { type ActionScope, actionScope, remembered } from '../actions/action-scope.ts'
import {
  type ActionSet,
  actionSet,
  sizeOf,
  includes,
  members,
  union,
} from '../actions/action-set.ts'
import type { ActionTable } from '../actions/action-table.ts'
import type { SourcedStatement } from '../model/role-access.ts'

/**
 * A scope for comparing policies: it has only the actions that some allow names, in the order of the table, so that
 * sets are short. An action that nothing allows is the same on both sides. Its indexes are not those of the table.
 */
export function comparisonScope(
  table: ActionTable,
  statements: readonly SourcedStatement[],
): ActionScope {
  const whole = actionScope(table, statements)
  const named = statements.flatMap(({ statement }) => statement.Action ?? [])
  const isOpen = statements.some(
    ({ statement }) => statement.Effect === 'Allow' && statement.Action === undefined,
  )
  const used = union(whole.size, named.map(whole.matching))
  if (isOpen || sizeOf(used) > whole.size / 4) return whole
  const list = members(used)
  const project = (set: ActionSet): ActionSet =>
    actionSet(list.length, (position) => includes(set, list[position] ?? -1))
  return {
    size: list.length,
    matching: remembered((entry) => project(whole.matching(entry))),
    fitting: remembered((resource) => project(whole.fitting(resource))),
    nameOf: (position) => whole.nameOf(list[position] ?? -1),
    infoOf: (position) => whole.infoOf(list[position] ?? -1),
  }
}
