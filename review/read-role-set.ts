import { basename } from 'node:path'
import { isDaypassError } from '../core/errors.ts'
import type { FieldPath } from '../core/role/finding.ts'
import { parseRole } from '../core/role/parse-role.ts'
import { isMapping } from '../core/role/plain-data.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import { readRoleText } from '../core/role/role-text.ts'
import { unwrapVaultRole } from '../core/role/vault-role.ts'
import type { Place, RoleSet, SourcedRole, UnreadableRole } from './model.ts'
import { roleSet } from './role-set.ts'

/** A role file that has been read. */
export interface RoleFile {
  /** Its path as it should stand in a review. Without folders and ending, it is the role's name. */
  readonly file: string
  readonly text: string
}

/**
 * Makes a set of role files. A file that is no role spoils nothing: it becomes one of `unreadable`, with all its
 * problems.
 */
export function readRoleSet(files: readonly RoleFile[], dialect: Dialect): RoleSet {
  return roleSet(files.map((file) => readRoleFile(file, dialect)))
}

function readRoleFile({ file, text }: RoleFile, dialect: Dialect): SourcedRole | UnreadableRole {
  const name = basename(file).replace(/\.[^.]*$/, '')
  try {
    const role = parseRole(text, { file, name, dialect })
    return { role, from: file, text, placeOf: placesIn(file, text), knownLater: [] }
  } catch (error) {
    if (!isDaypassError(error, 'role-invalid')) throw error
    const { message, problems } = error
    return { from: file, name, problems: problems.length > 0 ? problems : [{ path: [], message }] }
  }
}

/** The text is taken apart once more when the first place is asked for, which of most roles none is. */
function placesIn(file: string, text: string): SourcedRole['placeOf'] {
  let read: ReturnType<typeof readRoleText> | undefined
  let prefix: readonly string[] = []
  return (path: FieldPath, onKey = false): Place => {
    if (read === undefined) {
      read = readRoleText(text)
      prefix = isMapping(read.value) ? unwrapVaultRole(read.value).prefix : []
    }
    return { file, ...read.placeOf([...prefix, ...path], onKey) }
  }
}
