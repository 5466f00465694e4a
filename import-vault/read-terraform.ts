import { defined } from '../core/language/defined.ts'
import { parseDuration } from '../core/language/duration.ts'
import { isMapping, type Mapping } from '../core/role/plain-data.ts'
import { join, mappingsOf, type Material, material, stringOf } from './material.ts'
import { openedPaths } from './vault-policy.ts'

interface Resource {
  readonly type: string
  readonly address: string
  readonly values: Mapping
  /** Attributes that are known only after an apply. */
  readonly unknown: readonly string[]
}

/** What Terraform adds to what Vault has. */
const OF_TERRAFORM = ['id', 'backend', 'name', 'namespace']

/** Whether a JSON document is a state file, or a state or plan as `terraform show -json` prints it. */
export function isTerraform(value: Mapping): boolean {
  const isShown = 'format_version' in value && ('values' in value || 'planned_values' in value)
  return isShown || ('terraform_version' in value && Array.isArray(value['resources']))
}

/**
 * The parts of Vault's engine that Terraform manages. No secret is taken along.
 *
 * The attributes: https://registry.terraform.io/providers/hashicorp/vault/latest/docs/resources/aws_secret_backend_role
 */
export function readTerraform(value: Mapping, file: string): Material {
  const found = resourcesIn(value).map((resource) => readResource(resource, file))
  const ours = found.filter((one) => one !== undefined)
  if (ours.length > 0) return join(ours)
  const message =
    'holds no vault_aws_secret_backend_role: hand in the state or plan that manages the roles'
  return material({ problems: [{ file, message }] })
}

function readResource({ type, values, unknown, address }: Resource, file: string) {
  const place = `${file}: ${address}`
  const mount = trimSlashes(stringOf(values['backend']) ?? stringOf(values['path']) ?? 'aws')
  if (type === 'vault_policy') {
    const { name, policy } = values
    return material({
      policies: [{ name: stringOf(name) ?? address, paths: openedPaths(stringOf(policy) ?? '') }],
    })
  }
  if (type === 'vault_aws_secret_backend') return readBackend(values, mount, place)
  const fields = Object.fromEntries(
    Object.entries(values).filter(([key]) => !OF_TERRAFORM.includes(key)),
  )
  const named = { mount, name: stringOf(values['name']) ?? '', fields, file: place, unknown }
  if (type === 'vault_aws_secret_backend_role') return material({ roles: [named] })
  if (type === 'vault_aws_secret_backend_static_role') return material({ staticRoles: [named] })
  return undefined
}

const OF_MOUNT =
  /^(?:id|path|namespace|description|local|secret_key(?:_wo.*)?|disable_remount|(?:default|max)_lease_ttl_seconds|accessor|credential_type|.*_lease_ttl|.*headers|.*keys|listing_visibility|.*plugin.*|options|seal_wrap|external_entropy_access)$/

function readBackend(values: Mapping, mount: string, file: string): Material {
  const mountDefault = positive(values['default_lease_ttl_seconds'])
  const mountMax = positive(values['max_lease_ttl_seconds'])
  const fields = Object.fromEntries(Object.entries(values).filter(([key]) => !OF_MOUNT.test(key)))
  return material({
    lifetimes: [{ mount, ...defined({ mountDefault, mountMax }) }],
    roots: [{ mount, file, fields }],
  })
}

/** In Vault 0 stands for its own default. */
function positive(value: unknown): number | undefined {
  const seconds = parseDuration(value)
  return seconds === 0 ? undefined : seconds
}

function resourcesIn(value: Mapping): readonly Resource[] {
  if (Array.isArray(value['resources'])) return mappingsOf(value['resources']).flatMap(ofStateFile)
  const { planned_values: planned, values: shown = planned } = value
  const root = isMapping(shown) ? shown['root_module'] : undefined
  const unknown = unknownIn(value)
  return isMapping(root) ? ofModule(root, unknown) : []
}

/** A state file: https://developer.hashicorp.com/terraform/internals/json-format names it as unstable, so little is taken of it. */
function ofStateFile(resource: Mapping): readonly Resource[] {
  const { mode, type, name, module } = resource
  if (mode !== 'managed') return []
  const address = [stringOf(module), String(type), String(name)].filter(Boolean).join('.')
  return mappingsOf(resource['instances']).flatMap(({ attributes, index_key: index }) => {
    const at = index === undefined ? address : `${address}[${JSON.stringify(index)}]`
    return isMapping(attributes)
      ? [{ type: String(type), address: at, values: attributes, unknown: [] }]
      : []
  })
}

function ofModule(
  module: Mapping,
  unknown: ReadonlyMap<string, readonly string[]>,
): readonly Resource[] {
  const own = mappingsOf(module['resources']).flatMap(({ mode, type, address, values }) =>
    mode === 'managed' && isMapping(values)
      ? [
          {
            type: String(type),
            address: String(address),
            values,
            unknown: unknown.get(String(address)) ?? [],
          },
        ]
      : [],
  )
  return [
    ...own,
    ...mappingsOf(module['child_modules']).flatMap((child) => ofModule(child, unknown)),
  ]
}

function unknownIn(plan: Mapping): ReadonlyMap<string, readonly string[]> {
  return new Map(
    mappingsOf(plan['resource_changes']).map(({ address, change }) => {
      const after = isMapping(change) ? change['after_unknown'] : undefined
      const names = isMapping(after)
        ? Object.keys(after).filter((key) => !OF_TERRAFORM.includes(key) && isAny(after[key]))
        : []
      return [String(address), names]
    }),
  )
}

/** `true`, or a list or mapping that holds one: of a list with one unknown item the rest is known. */
function isAny(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isAny)
  return isMapping(value) ? Object.values(value).some(isAny) : value === true
}

/** A mount's path without the slash that Vault puts at its end. */
export function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '')
}
