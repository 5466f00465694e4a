import { matchesAction } from '../../core/policy/match.ts'
import { type ActionSet, isEmpty, setOf, union } from './action-set.ts'
import type { ActionInfo, ActionTable } from './action-table.ts'
import type { SourcedStatement } from '../model/role-access.ts'

/** An action table, and after its actions those that only the looked-at policies name. */
export interface ActionScope {
  readonly size: number
  readonly matching: (entry: string) => ActionSet
  /** What the table does not have fits everything. */
  readonly fitting: (resource: string) => ActionSet
  readonly nameOf: (index: number) => string
  /** Undefined for what the table does not have. */
  readonly infoOf: (index: number) => ActionInfo | undefined
}

/**
 * A scope in which nothing that statements name gets lost: an entry that matches nothing in the table, because it is
 * misspelt or newer than the table, becomes an action of its own.
 */
export function actionScope(
  table: ActionTable,
  statements: readonly SourcedStatement[],
): ActionScope {
  const entries = statements.flatMap(
    ({ statement }) => statement.Action ?? statement.NotAction ?? [],
  )
  const strangers = entries.filter((entry) => isEmpty(table.matching(entry)))
  const more = [...new Map(strangers.map((entry) => [entry.toLowerCase(), entry])).values()]
  const known = table.actions.length
  const size = known + more.length
  const extend = (set: ActionSet, has: (name: string) => boolean): ActionSet => {
    if (more.length === 0) return set
    const own = setOf(
      size,
      more.flatMap((name, index) => (has(name.toLowerCase()) ? [known + index] : [])),
    )
    return union(size, [set, own])
  }
  return {
    size,
    // A wildcard in the name of a stranger is a character here: only an entry at least as wide has it.
    matching: remembered((entry) =>
      extend(table.matching(entry), (name) => matchesAction(entry, name)),
    ),
    fitting: remembered((resource) => extend(table.fitting(resource), () => true)),
    nameOf: (index) => table.actions[index]?.name ?? more[index - known] ?? '',
    infoOf: (index) => table.actions[index],
  }
}

/** The same answers, each found once. */
export function remembered(answer: (text: string) => ActionSet): (text: string) => ActionSet {
  const answers = new Map<string, ActionSet>()
  return (text) => {
    const known = answers.get(text) ?? answer(text)
    answers.set(text, known)
    return known
  }
}
