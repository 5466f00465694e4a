import { explainIssues } from './explain-issue.ts'
import type { Finding } from './finding.ts'
import { isMapping, type Mapping, plainData } from './plain-data.ts'
import { roleSchema, type RoleFields } from './role-schema.ts'
import { unwrapVaultRole } from './vault-role.ts'

/** A definition whose fields have been read one by one, but not yet held against each other. */
export interface RoleDraft {
  /** Fields that are right in themselves. */
  readonly fields: Partial<RoleFields>
  /** Names of all fields of a role that were given, right or wrong. */
  readonly given: ReadonlySet<string>
  /** Where the fields stood in what was read: `['data']` in Vault's answer. */
  readonly prefix: readonly string[]
  /** What is wrong with single fields. */
  readonly findings: readonly Finding[]
}

/** Reads the fields of a role, as Vault or daypass writes them, each by itself. */
export function draftRole(value: unknown): RoleDraft {
  const plain = plainData(value)
  if (!isMapping(plain.value)) {
    const kind = Array.isArray(plain.value) ? 'a list' : 'a single value'
    const message = `a role must be a mapping of fields (credential_type: …), not ${kind}`
    const findings = plain.findings.length > 0 ? plain.findings : [{ path: [], message }]
    return { fields: {}, given: new Set(), prefix: [], findings }
  }
  const { fields, prefix, findings } = unwrapVaultRole(plain.value)
  const strict = roleSchema.safeParse(fields)
  const given = new Set(Object.keys(fields))
  if (strict.success) {
    return { fields: strict.data, given, prefix, findings: [...plain.findings, ...findings] }
  }
  const issues = explainIssues(strict.error.issues, fields)
  const spoilt = new Set(issues.map(({ path }) => path[0]))
  const sound: Mapping = Object.fromEntries(Object.entries(fields).filter(([field]) => !spoilt.has(field)))
  const rest = roleSchema.partial().safeParse(sound)
  return {
    fields: rest.success ? rest.data : {},
    given,
    prefix,
    findings: [...plain.findings, ...findings, ...issues],
  }
}
