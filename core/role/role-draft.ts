import { explainIssues } from './explain-issue.ts'
import type { RoleFinding } from './finding.ts'
import { isMapping, type Mapping, plainData } from './plain-data.ts'
import { looseRoleSchema, type RoleFields, roleSchema } from './role-schema.ts'
import { unwrapVaultRole } from './vault-role.ts'

/** A definition whose fields have been read one by one, but not yet held against each other. */
export interface RoleDraft {
  /** Fields that are right in themselves. */
  readonly fields: RoleFields
  /** Names of all fields that were given, right or wrong. */
  readonly given: ReadonlySet<string>
  /** Where the fields stood in what was read: `['data']` in Vault's answer. */
  readonly prefix: readonly string[]
  /** What is wrong with single fields. */
  readonly findings: readonly RoleFinding[]
}

/** Reads the fields of a role, as Vault or daypass writes them, each by itself. */
export function draftRole(value: unknown): RoleDraft {
  if (!isMapping(value)) {
    const message = `a role must be a mapping of fields (credential_type: …), not ${Array.isArray(value) ? 'a list' : 'a single value'}`
    return { fields: {}, given: new Set(), prefix: [], findings: [{ path: [], message }] }
  }
  const { fields, prefix, findings } = unwrapVaultRole(value)
  const plain = plainData(fields)
  const input = isMapping(plain.value) ? plain.value : {}
  const spoilt = new Set(plain.findings.map(({ path }) => path[0]))
  const issues = explainIssues(roleSchema.safeParse(input).error?.issues ?? [], input)
  const told = issues.filter(({ path }) => !spoilt.has(path[0]))
  return {
    fields: soundFields(input, new Set([...spoilt, ...issues.map(({ path }) => path[0])])),
    given: new Set(Object.keys(input)),
    prefix,
    findings: [...findings, ...plain.findings, ...told],
  }
}

/** The fields that are right, read, so that they can be held against each other whatever else is wrong. */
function soundFields(input: Mapping, spoilt: ReadonlySet<string | number | undefined>): RoleFields {
  const sound = Object.fromEntries(Object.entries(input).filter(([field]) => !spoilt.has(field)))
  return looseRoleSchema.safeParse(sound).data ?? {}
}
