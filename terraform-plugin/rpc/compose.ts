/** Puts together what the user said, what the provider answered, and null for the rest. */
import { ValueError } from '../protocol/dynamic-value.ts'
import { findUnknown } from '../protocol/find-value.ts'
import type { Attributes, Blocks, Schema } from '../protocol/schema.ts'
import { isUnknown } from '../protocol/value.ts'
import type { ObjectValue, Value } from '../protocol/value.ts'
import { mapEntries, typeOfSchema } from '../protocol/value-type.ts'

/**
 * The configuration with what the handler answered: what is computed comes from the answer, and what is optional and
 * computed where the user said nothing. Throws `ValueError` where the whole is not known.
 */
export function composeAnswer(
  schema: Schema,
  config: ObjectValue,
  answer: Readonly<Record<string, unknown>>,
): ObjectValue {
  const composed = {
    ...config,
    ...mapEntries(schema.attributes, ({ use }, name) =>
      use === 'computed' || (use === 'optional_computed' && isOpen(config[name]))
        ? answered(answer[name])
        : (config[name] ?? null),
    ),
  }
  return allKnown(schema, withoutWriteOnly(schema, composed))
}

/** A value of the user that leaves room for one of the provider. */
export function isOpen(value: Value | undefined): boolean {
  return value === null || value === undefined || isUnknown(value)
}

/** What an answer holds is looked at when it is encoded. */
export function answered(value: unknown): Value {
  return (value ?? null) as Value
}

/** The same state; `ValueError` with the place of what is not known. */
export function allKnown(schema: Schema, state: ObjectValue): ObjectValue {
  const path = findUnknown(typeOfSchema(schema), state)
  if (path !== undefined) throw new ValueError('a known value', path)
  return state
}

interface Body {
  readonly attributes: Attributes
  readonly blocks?: Blocks
}

/** The state without write-only values: Terraform refuses a provider that hands one back. */
export function withoutWriteOnly(body: Body, state: ObjectValue): ObjectValue {
  return {
    ...state,
    ...mapEntries(body.attributes, (attribute, name) => {
      const value = state[name] ?? null
      if (attribute.writeOnly === true) return null
      return 'nested' in attribute ? eachInside(attribute, value) : value
    }),
    ...mapEntries(body.blocks ?? {}, (block, name) => eachInside(block, state[name] ?? null)),
  }
}

function eachInside(body: Body, value: Value): Value {
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value
  const clean = (inner: Value): Value =>
    typeof inner === 'object' && inner !== null && !isUnknown(inner)
      ? withoutWriteOnly(body, inner as ObjectValue)
      : inner
  if (Array.isArray(value)) return (value as readonly Value[]).map(clean)
  const isMap = 'nested' in body && body.nested === 'map'
  return isMap ? mapEntries(value as ObjectValue, clean) : clean(value)
}
