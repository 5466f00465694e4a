import type { AnyResource } from '../definition/provider.ts'
import type { Applied } from '../definition/resource.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import type { Diagnostics } from '../protocol/diagnostic.ts'
import { ValueError } from '../protocol/dynamic-value.ts'
import type { Schema } from '../protocol/schema.ts'
import { isUnknown } from '../protocol/value.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { mapEntries } from '../protocol/value-type.ts'
import { attempt, problemsOf } from './attempt.ts'
import { answered, isOpen } from './compose.ts'
import { steadyCall } from './instance.ts'
import type { Instance, Rpc } from './instance.ts'
import { definitionOf, readKnownConfig, schemaOf } from './read-config.ts'
import { privateBytes, privateText, readState, writeNothing, writeState } from './resource-state.ts'

/** Creates, updates or destroys a resource. What throws leaves the state as it was before. */
export const applyResourceChange: Rpc<'ApplyResourceChange'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(
    instance,
    async (diagnostics) => {
      const resource = definitionOf(instance.provider.resources, 'resource', request.typeName)
      const prior = readState(resource, request.priorState)
      const planned = readState(resource, request.plannedState)
      const text = privateText(request.plannedPrivate)
      if (planned === null) {
        const call = steadyCall(instance, diagnostics)
        if (prior !== null) await resource.delete({ state: prior, private: text }, call)
        return writeNothing(resource)
      }
      const config = readKnownConfig(resource.schema, request.config)
      const change = { resource, prior, planned, config, private: text, diagnostics }
      const applied = await apply(instance, change)
      return {
        ...record(instance, change, applied.result),
        private: privateBytes(applied.private ?? text),
      }
    },
    schemaOf(instance.provider.resources, request.typeName),
  )
  return {
    ...(value ?? { newState: request.priorState, private: request.plannedPrivate }),
    diagnostics,
  }
}

interface Change {
  readonly resource: AnyResource<unknown>
  readonly prior: ObjectValue | null
  readonly planned: ObjectValue
  readonly config: ObjectValue
  readonly private: string
  readonly diagnostics: Diagnostics
}

async function apply(
  instance: Instance,
  { resource, prior, planned, config, diagnostics, ...change }: Change,
): Promise<Applied<Schema>> {
  const call = steadyCall(instance, diagnostics)
  if (prior === null) return await resource.create({ config, planned }, call)
  if (resource.update === undefined)
    throw new DiagnosticError({
      summary: 'Cannot be changed',
      detail: 'The resource can only be destroyed and created. This is a bug in the provider.',
    })
  return await resource.update({ config, planned, prior, private: change.private }, call)
}

/**
 * The new state. What exists by now must not be lost: where the answer does not fit, what was planned is stored with the
 * error, so that Terraform knows the resource as tainted.
 */
function record(instance: Instance, change: Change, result: Readonly<Record<string, unknown>>) {
  const { resource, diagnostics } = change
  try {
    return writeState(resource, newState(change, result))
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    for (const problem of problemsOf(instance, error)) diagnostics.error(problem)
    return writeState(resource, newState(change, {}))
  }
}

function newState(
  { resource: { schema }, planned, config }: Change,
  result: Readonly<Record<string, unknown>>,
): ObjectValue {
  return {
    ...planned,
    ...mapEntries(schema.attributes, ({ use }, name) => {
      const isOurs = use === 'computed' || (use === 'optional_computed' && isOpen(config[name]))
      const value = planned[name] ?? null
      if (!isOurs) return value
      return result[name] === undefined && !isUnknown(value) ? value : answered(result[name])
    }),
  }
}
