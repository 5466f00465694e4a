import type { Definition } from './explain-issue.ts'
import type { FieldFinding } from './field-finding.ts'
import { isMapping } from './plain-data.ts'
import { readFields } from './read-fields.ts'
import { FIELD_NAMES, looseRoleSchema, type RoleFields, roleSchema } from './role-schema.ts'
import { unwrapVaultRole } from './vault-role.ts'

const ROLE: Definition = {
  what: 'a role',
  fieldNames: FIELD_NAMES,
  cures: {
    policy:
      "it is of Vault's legacy format; use policy_document, and say in credential_type what it is for (Vault made iam_user and federation_token of it)",
    arn: "it is of Vault's legacy format; use role_arns with credential_type assumed_role, or policy_arns with iam_user",
    invalid_data: 'Vault itself could not read this legacy role; write it anew',
    ttl: 'use default_ttl and max_ttl for iam_user, default_sts_ttl and max_sts_ttl for the other types',
    tags: 'use iam_tags for iam_user, session_tags for assumed_role',
  },
}

/** A definition whose fields have been read one by one, but not yet held against each other. */
export interface RoleDraft {
  /** Fields that are right in themselves. */
  readonly fields: RoleFields
  /** Names of all fields that were given, right or wrong. */
  readonly given: ReadonlySet<string>
  /** Where the fields stood in what was read: `['data']` in Vault's answer. */
  readonly prefix: readonly string[]
  /** What is wrong with single fields. */
  readonly findings: readonly FieldFinding[]
}

/** Reads the fields of a role, as Vault or daypass writes them, each by itself. */
export function draftRole(value: unknown): RoleDraft {
  if (!isMapping(value)) {
    const message = `a role must be a mapping of fields (credential_type: …), not ${Array.isArray(value) ? 'a list' : 'a single value'}`
    return { fields: {}, given: new Set(), prefix: [], findings: [{ path: [], message }] }
  }
  const { fields, prefix, findings } = unwrapVaultRole(value)
  const read = readFields(fields, ROLE, (input) => roleSchema.safeParse(input).error?.issues)
  return {
    fields: looseRoleSchema.safeParse(read.sound).data ?? {},
    given: read.given,
    prefix,
    findings: [...findings, ...read.findings],
  }
}
