import { basename } from 'node:path'
import type { FieldPath } from '../../core/role/field-finding.ts'
import { inspectRoleText } from '../../core/role/parse-role.ts'
import { isMapping } from '../../core/role/plain-data.ts'
import type { Dialect } from '../../core/role/role-origin.ts'
import { readRoleText, type RoleText } from '../../core/role/role-text.ts'
import { unwrapVaultRole } from '../../core/role/vault-role.ts'
import type { Place } from '../../core/place.ts'
import type { RoleSet, SourcedRole, UnreadableRole } from '../model/role-set.ts'
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

/** The role files of a folder, and those of it that must not be read. */
export interface RoleFolder {
  readonly files: readonly RoleFile[]
  readonly refused: readonly { readonly file: string; readonly why: string }[]
}

/** Likewise of a folder. What must not be read is not reviewed, and says so like a role that cannot be read. */
export function readRoleFolder({ files, refused }: RoleFolder, dialect: Dialect): RoleSet {
  const { roles, unreadable } = readRoleSet(files, dialect)
  const unread = refused.map(({ file, why }) => ({
    from: file,
    name: roleName(file),
    problems: [{ path: [], message: why, place: { file, line: 1, column: 1 } }],
  }))
  return { roles, unreadable: [...unreadable, ...unread] }
}

function roleName(file: string): string {
  return basename(file).replace(/\.[^.]*$/, '')
}

function readRoleFile({ file, text }: RoleFile, dialect: Dialect): SourcedRole | UnreadableRole {
  const name = roleName(file)
  const read = readRoleText(text)
  const { role, problems } = inspectRoleText(read, { file, name, dialect })
  if (role === undefined) return { from: file, name, problems }
  return { role, from: file, text, placeOf: placesIn(file, read), problems, knownLater: [] }
}

function placesIn(file: string, { value, placeOf }: RoleText): SourcedRole['placeOf'] {
  const prefix = isMapping(value) ? unwrapVaultRole(value).prefix : []
  return (path: FieldPath, onKey = false): Place => ({
    file,
    ...placeOf([...prefix, ...path], onKey),
  })
}
