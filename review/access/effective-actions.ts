import { type ActionScope, actionScope } from '../actions/action-scope.ts'
import { members } from '../actions/action-set.ts'
import type { ActionTable } from '../actions/action-table.ts'
import { actionsOf, grantsOf } from './grants.ts'
import type { ActionGroup } from '../model/access-change.ts'
import type { RoleAccess } from '../model/role-access.ts'

/**
 * The actions that a role may do on something, by service and access level: wildcards expanded, without those that are
 * wholly denied and those whose statements name no resource they work on.
 */
export function effectiveActions(access: RoleAccess, table: ActionTable): readonly ActionGroup[] {
  const scope = actionScope(table, access.statements)
  return actionGroups(members(actionsOf(grantsOf(access, scope).allows, scope)), scope)
}

/** Actions by service and access level, both sorted. */
export function actionGroups(
  indexes: readonly number[],
  scope: ActionScope,
): readonly ActionGroup[] {
  const services = new Map<string, Map<ActionGroup['level'], string[]>>()
  for (const index of indexes) {
    const info = scope.infoOf(index)
    const name = info?.name ?? scope.nameOf(index)
    const service = info?.service ?? name.split(':', 1)[0] ?? ''
    const levels = getOr(services, service, () => new Map<ActionGroup['level'], string[]>())
    getOr(levels, info?.level ?? 'unknown', () => []).push(name)
  }
  return sorted(services).flatMap(([service, levels]) =>
    sorted(levels).map(([level, actions]) => ({ service, level, actions })),
  )
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const fresh = make()
  map.set(key, fresh)
  return fresh
}

function sorted<K extends string, V>(map: ReadonlyMap<K, V>): readonly (readonly [K, V])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
