import type { FieldFinding } from './field-finding.ts'
import { isMapping, type Mapping } from './plain-data.ts'
import { FIELD_NAMES } from './role-schema.ts'

/** A definition with the wrapping that Vault puts around it taken off. */
export interface UnwrappedRole {
  readonly fields: Mapping
  /** Path of the fields in what was read: where to look for them in the file. */
  readonly prefix: readonly string[]
  readonly findings: readonly FieldFinding[]
}

/** Vault answers with all of these whatever the type, and no role of ours can have them all. */
const ALWAYS_IN_VAULT = [
  'credential_type',
  'role_arns',
  'policy_arns',
  'policy_document',
  'iam_groups',
  'iam_tags',
  'default_sts_ttl',
  'max_sts_ttl',
  'user_path',
  'permissions_boundary_arn',
]

/**
 * Takes a role as `vault read -format=json aws/roles/x` prints it, or its `data` alone, for what it means: in
 * Vault's answer an empty text, list or mapping, `null` and `0` all say "not set". Any other mapping is left as it is.
 */
export function unwrapVaultRole(value: Mapping): UnwrappedRole {
  const { data } = value
  if (!Object.hasOwn(value, 'credential_type') && isMapping(data)) {
    return { fields: withoutUnset(data), prefix: ['data'], findings: outsideOfData(value) }
  }
  const isVault = ALWAYS_IN_VAULT.every((field) => Object.hasOwn(value, field))
  return { fields: isVault ? withoutUnset(value) : value, prefix: [], findings: [] }
}

/** What Vault's answer says, without what in it means "not set". */
export function withoutUnset(data: Mapping): Mapping {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => !isUnset(value)))
}

function isUnset(value: unknown): boolean {
  if (value === null || value === '' || value === 0) return true
  if (Array.isArray(value)) return value.length === 0
  return isMapping(value) && Object.keys(value).length === 0
}

/** A field of a role beside Vault's `data` would be overlooked, and with it perhaps a limit. */
function outsideOfData(value: Mapping): readonly FieldFinding[] {
  return Object.keys(value)
    .filter((key) => FIELD_NAMES.includes(key) && key !== '$schema')
    .map((key) => ({
      path: [key],
      message: `${key} stands beside data, where Vault's answer has no field of a role: move it into data`,
      onKey: true,
    }))
}
