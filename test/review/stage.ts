import assert from 'node:assert/strict'
import type { ActionTable } from '../../review/actions/action-table.ts'
import { loadActionTable } from '../../review/actions/load-action-table.ts'
import { compareRoles } from '../../review/compare/compare-roles.ts'
import type { RoleComparison } from '../../review/model/comparison.ts'
import type { RoleSet, SourcedRole } from '../../review/model/role-set.ts'
import { readRoleSet } from '../../review/reading/read-role-set.ts'

/** The table of this test run. */
export const table: ActionTable = await loadActionTable()

/** A set of roles from texts by name. */
export function roles(texts: Readonly<Record<string, string>>): RoleSet {
  const files = Object.entries(texts).map(([name, text]) => ({ file: `roles/${name}.yaml`, text }))
  return readRoleSet(files, 'aws')
}

/** The only role of a text, which must be right. */
export function role(text: string): SourcedRole {
  const { roles: read, unreadable } = roles({ app: text })
  assert.deepEqual(unreadable, [])
  const [only] = read
  assert.ok(only)
  return only
}

/** A role `app` of type `iam_user` with these statements. */
export function userWith(statements: readonly object[], more: object = {}): string {
  return JSON.stringify({
    credential_type: 'iam_user',
    policy_document: { Version: '2012-10-17', Statement: statements },
    ...more,
  })
}

/** What changed between two texts of a role. */
export function change(before: string, after: string): RoleComparison {
  const compared = compareRoles(roles({ app: before }), roles({ app: after }), { table })
  assert.deepEqual(compared.unreadable, { base: [], head: [] })
  const [only] = compared.roles
  assert.ok(only)
  return only
}

/** What changed between two lists of statements. */
export function policyChange(before: readonly object[], after: readonly object[]): RoleComparison {
  return change(userWith(before), userWith(after))
}

/** All actions of a difference's groups. */
export function actionNames(groups: readonly { readonly actions: readonly string[] }[]): string[] {
  return groups.flatMap(({ actions }) => actions)
}
