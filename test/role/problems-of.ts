import assert from 'node:assert/strict'
import { DaypassError } from '../../core/errors.ts'
import { parseRole } from '../../core/role/parse-role.ts'
import type { RoleOrigin } from '../../core/role/role-origin.ts'
import type { Role } from '../../core/role/role.ts'

/** Where the roles of these tests come from unless they say otherwise. */
export const ORIGIN: RoleOrigin = { file: 'roles/app.yaml', name: 'app', dialect: 'aws' }

/** Reads a role that is right. */
export function role(text: string, origin: Partial<RoleOrigin> = {}): Role {
  return parseRole(text, { ...ORIGIN, ...origin })
}

/** What is wrong with a role, as `line:column message`; empty when nothing is. */
export function problemsOf(text: string, origin: Partial<RoleOrigin> = {}): readonly string[] {
  try {
    role(text, origin)
    return []
  } catch (error) {
    assert.ok(error instanceof DaypassError, String(error))
    assert.equal(error.code, 'role-invalid')
    assert.ok(error.problems.length > 0)
    return error.problems.map(({ message, place }) => {
      assert.ok(place)
      assert.equal(place.file, origin.file ?? ORIGIN.file)
      return `${place.line}:${place.column} ${message}`
    })
  }
}
