import type { Problem } from '../core/errors.ts'
import { ROLE_NAME_PATTERN } from '../core/lease/lease-id.ts'
import { formatRoleText } from '../core/role/format-role-text.ts'
import { inspectRoleText } from '../core/role/parse-role.ts'
import type { Mapping } from '../core/role/plain-data.ts'
import type { Dialect } from '../core/role/role-origin.ts'
import { readRoleText } from '../core/role/role-text.ts'
import type { Role } from '../core/role/role.ts'
import { type ConvertedRole, convertRole } from './convert-role.ts'
import type { Material, MountLifetimes, Named, VaultPolicy } from './material.ts'
import type { Note } from './note.ts'
import { isOpened } from './vault-policy.ts'

/** A role, or a static role, as it came over. */
export interface ImportedRole {
  readonly name: string
  /** What it was made of. */
  readonly from: string
  /** The text of its file. */
  readonly text: string
  /** Undefined where it has problems. */
  readonly role: Role | undefined
  readonly notes: readonly Note[]
  readonly problems: readonly string[]
}

/** Makes role files of what was handed in. Never throws; every role of it has its answer. */
export function importRoles(given: Material, dialect: Dialect): readonly ImportedRole[] {
  const all = given.roles.flatMap((from) => {
    const lifetimes = lifetimesOf(given.lifetimes, from.mount)
    return convertRole(from, lifetimes).map((converted) => ({ from, converted }))
  })
  return all.map(({ from, converted }) => {
    const others = all.filter(({ converted: { name } }) => name === converted.name)
    const double = others.length > 1 ? [doubleOf(others.map((other) => other.from))] : []
    return finish(from, converted, { policies: given.policies, dialect, double })
  })
}

function lifetimesOf(all: readonly MountLifetimes[], mount: string): Omit<MountLifetimes, 'mount'> {
  return Object.assign({}, ...all.filter((one) => one.mount === mount)) as MountLifetimes
}

function doubleOf(others: readonly Named[]): string {
  const places = others.map(({ mount, file }) => `${mount} (${file})`).join(', ')
  return `the name stands for several roles, of ${places}: import one mount at a time, each into a folder of its own`
}

interface Around {
  readonly policies: readonly VaultPolicy[]
  readonly dialect: Dialect
  readonly double: readonly string[]
}

function finish(
  from: Named,
  converted: ConvertedRole,
  { policies, dialect, double }: Around,
): ImportedRole {
  const { name } = converted
  const notes = [...converted.notes, subjectsOf(from, policies)]
  const text = formatRoleText(inOrder(converted.fields), [
    `From Vault: ${from.mount}/roles/${from.name}`,
    ...notes.map(({ kind, field, message }) => `${kind}: ${field}: ${message}`),
  ])
  const origin = { file: `${name}.yaml`, name, dialect }
  const { role, problems } = inspectRoleText(readRoleText(text), origin)
  const found = [...nameProblems(name), ...double, ...unknownOf(from), ...problems.map(messageOf)]
  return {
    name,
    from: from.file,
    text,
    role: found.length === 0 ? role : undefined,
    notes,
    problems: found,
  }
}

/** Who may issue is said by Vault's policies, and here by the tokens of jobs: a person has to say which are meant. */
function subjectsOf({ mount, name }: Named, policies: readonly VaultPolicy[]): Note {
  const naming = policies.filter(({ paths }) =>
    paths.some(
      (path) => isOpened(path, `${mount}/creds/${name}`) || isOpened(path, `${mount}/sts/${name}`),
    ),
  )
  const who =
    naming.length === 0
      ? `no policy of Vault's that was handed in names ${mount}/creds/${name}`
      : `in Vault ${naming.length === 1 ? 'the policy' : 'the policies'} ${naming.map((policy) => policy.name).join(', ')}`
  const message = `${who}; here who may take the role, such as repo:OWNER/REPO:ref:refs/heads/main`
  return { kind: 'fill in', field: 'subjects', message }
}

function inOrder(fields: Mapping): Mapping {
  const { credential_type: type, ...rest } = fields
  return { credential_type: type, ...rest }
}

function nameProblems(name: string): readonly string[] {
  return ROLE_NAME_PATTERN.test(name)
    ? []
    : [
        `${JSON.stringify(name)} is not a name of a role here, which has 1 to 64 letters, digits and _.@-: rename it`,
      ]
}

function unknownOf({ unknown }: Named): readonly string[] {
  return unknown.map(
    (field) => `${field} is known only when the plan has been applied: import the state then`,
  )
}

function messageOf({ message }: Problem): string {
  return message
}
