import { formatDuration } from '../../core/language/duration.ts'
import type { MoveSource } from '../../terraform-plugin/definition/resource.ts'
import type { ObjectValue, Value } from '../../terraform-plugin/protocol/value.ts'
import { DURATIONS, ROLE_FIELDS, type RoleField, type RoleState } from './attributes.ts'

/** The provider of Vault under both registries; a state that was written by hand may have the name alone. */
const VAULT = /^(?:(?:registry\.terraform\.io|registry\.opentofu\.org)\/)?(?:hashicorp\/)?vault$/

/**
 * A role of Vault's AWS engine, as its own provider has it in the state, with the fields that both have; undefined for all else.
 *
 * Source: https://registry.terraform.io/providers/hashicorp/vault/latest/docs/resources/aws_secret_backend_role
 */
export function movedRole(source: MoveSource): (RoleState & { readonly name: string }) | undefined {
  if (!VAULT.test(source.provider) || source.typeName !== 'vault_aws_secret_backend_role')
    return undefined
  const state = source.state()
  const { name } = state
  if (typeof name !== 'string') return undefined
  const fields = ROLE_FIELDS.map((field) => [field, fieldOf(state, field)])
  // Vault's fields are of the same types, but for seconds.
  return { ...(Object.fromEntries(fields) as RoleState), name }
}

/** Vault's provider writes nothing, zero or an empty list where a field was not given. */
function fieldOf(state: ObjectValue, field: RoleField): Value {
  const value = state[field] ?? null
  if (value === '' || value === 0) return null
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return null
  return DURATIONS.includes(field) && typeof value === 'number' ? formatDuration(value) : value
}
