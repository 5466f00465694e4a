/** Reads what `terraform show -json` prints of a plan or of the state. */
import assert from 'node:assert/strict'

/** Values that are known, by address within the module. */
export type Resources = ReadonlyMap<string, Readonly<Record<string, unknown>>>

interface Shown {
  readonly planned_values?: Values
  readonly values?: Values
}

interface Values {
  readonly outputs: Readonly<Record<string, { readonly value?: unknown }>>
  readonly root_module: { readonly child_modules: readonly Module[] }
}

interface Module {
  readonly address: string
  readonly resources: readonly {
    readonly address: string
    readonly values: Readonly<Record<string, unknown>>
  }[]
}

/** The resources of one instance of the module. */
export function resourcesOf(shown: unknown, name: string): Resources {
  const { child_modules: modules } = valuesOf(shown).root_module
  const found = modules.find(({ address }) => address === `module.${name}`)
  assert.ok(found, `there is no module.${name}`)
  const prefix = `module.${name}.`
  return new Map(found.resources.map((one) => [one.address.slice(prefix.length), one.values]))
}

/** What one instance of the module puts out; undefined where it is not known. */
export function output(shown: unknown, name: string): unknown {
  return valuesOf(shown).outputs[name]?.value
}

/** A resource, which must be there. */
export function one(resources: Resources, address: string): Readonly<Record<string, unknown>> {
  const found = resources.get(address)
  assert.ok(found, `there is no ${address}`)
  return found
}

/** A policy in a resource, which must be known. */
export function document(
  resources: Resources,
  address: string,
  attribute = 'policy',
): Readonly<Record<string, unknown>> {
  const text = one(resources, address)[attribute]
  assert.ok(typeof text === 'string', `${attribute} of ${address} is not known`)
  return JSON.parse(text) as Readonly<Record<string, unknown>>
}

function valuesOf(shown: unknown): Values {
  const { planned_values: planned, values } = shown as Shown
  const found = planned ?? values
  assert.ok(found)
  return found
}
