import type { AnyResource } from '../definition/provider.ts'
import { describePath } from '../protocol/describe-diagnostic.ts'
import type { AttributePath, Diagnostics } from '../protocol/diagnostic.ts'
import { encodeValue } from '../protocol/dynamic-value.ts'
import { isSameValue } from '../protocol/same-value.ts'
import { hasChange, keepSpelling } from './keep-spelling.ts'
import { unknown } from '../protocol/value.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { mapEntries, typeOfAttribute, typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { answered, isOpen, withoutWriteOnly } from './compose.ts'
import { steadyCall } from './instance.ts'
import type { Instance, Rpc } from './instance.ts'
import { definitionOf, readConfig, schemaOf } from './read-config.ts'
import { readState } from './resource-state.ts'

/** Says what an apply would make of a resource. */
export const planResourceChange: Rpc<'PlanResourceChange'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(
    instance,
    async (diagnostics) => {
      const resource = definitionOf(instance.provider.resources, 'resource', request.typeName)
      const proposed = readState(resource, request.proposedNewState)
      if (proposed === null) return { plannedState: request.proposedNewState }
      const prior = readState(resource, request.priorState)
      const config = readConfig(resource.schema, request.config)
      const change = { resource, prior, config, diagnostics }
      const kept = await keepSpelling(resource, { prior, proposed })
      const { planned, replaces } = await plan(instance, { ...change, proposed: kept.proposed })
      return {
        plannedState: encodeValue(typeOfSchema(resource.schema), planned),
        requiresReplace: replaces.map(describePath),
        legacyTypeSystem: kept.beyondProtocol,
      }
    },
    schemaOf(instance.provider.resources, request.typeName),
  )
  return {
    ...value,
    plannedPrivate: request.priorPrivate,
    plannedIdentity: request.priorIdentity,
    diagnostics,
  }
}

interface Change {
  readonly resource: AnyResource<unknown>
  readonly prior: ObjectValue | null
  readonly proposed: ObjectValue
  readonly config: ObjectValue
  readonly diagnostics: Diagnostics
}

async function plan(instance: Instance, change: Change) {
  const { resource, prior, config } = change
  const { schema } = resource
  const usual = withoutWriteOnly(schema, planUsually(change))
  const call = steadyCall(instance, change.diagnostics)
  const { computed = {}, replaces = [] } =
    (await resource.plan?.({ prior, planned: usual, config }, call)) ?? {}
  const chosen = computed as Readonly<Record<string, unknown>>
  const planned = {
    ...usual,
    ...mapEntries(schema.attributes, ({ use }, name) =>
      Object.hasOwn(chosen, name) && isProviders(use, config, name)
        ? answered(chosen[name])
        : (usual[name] ?? null),
    ),
  }
  return { planned, replaces: [...replacedAttributes(change, planned), ...replaces] }
}

/** Whether the value is the provider's to choose. */
function isProviders(use: string, config: ObjectValue, name: string): boolean {
  return use === 'computed' || (use === 'optional_computed' && isOpen(config[name]))
}

/**
 * The configuration, and for what is computed: unknown in a creation; in an update the old value, unless something
 * changes and the attribute is not `stable`.
 */
function planUsually({ resource: { schema }, prior, proposed, config }: Change): ObjectValue {
  if (prior === null)
    return {
      ...proposed,
      ...mapEntries(schema.attributes, ({ use }, name) =>
        isProviders(use, config, name) ? unknown : (proposed[name] ?? null),
      ),
    }
  if (!hasChange(schema, prior, proposed)) return proposed
  return {
    ...proposed,
    ...mapEntries(schema.attributes, ({ use, stable }, name) =>
      use === 'computed' && stable !== true ? unknown : (proposed[name] ?? null),
    ),
  }
}

function replacedAttributes(
  { resource: { schema }, prior }: Change,
  planned: ObjectValue,
): readonly AttributePath[] {
  if (prior === null) return []
  return Object.entries(schema.attributes)
    .filter(([, { replaces }]) => replaces === true)
    .filter(
      ([name, attribute]) =>
        !isSameValue(typeOfAttribute(attribute), prior[name] ?? null, planned[name] ?? null),
    )
    .map(([name]) => [name])
}
