import type { Statement } from '../../core/policy/policy.ts'
import { complement, members, union } from './action-set.ts'
import type { ActionTable } from './action-table.ts'

/** Full names of the actions that an entry of `Action` matches today; none for one that matches nothing. */
export function expandAction(entry: string, table: ActionTable): readonly string[] {
  return members(table.matching(entry)).map((index) => table.actions[index]?.name ?? '')
}

/** Full names of the actions that a statement is about: those of `Action`, or all but those of `NotAction`. */
export function expandStatement(statement: Statement, table: ActionTable): readonly string[] {
  const size = table.actions.length
  const named = union(size, (statement.Action ?? statement.NotAction ?? []).map(table.matching))
  const set = statement.Action === undefined ? complement(named, size) : named
  return members(set).map((index) => table.actions[index]?.name ?? '')
}
