/** States of resources on their way in and out. */
import type { AnyResource } from '../definition/provider.ts'
import { decodeValue, encodeValue, objectValue } from '../protocol/dynamic-value.ts'
import type { EncodedValue } from '../protocol/dynamic-value.ts'
import type { ObjectValue } from '../protocol/value.ts'
import { typeOfIdentity, typeOfSchema } from '../protocol/value-type.ts'
import { allKnown, withoutWriteOnly } from './compose.ts'

/** Reads a state or plan; null where there is none. */
export function readState(
  { schema }: AnyResource<unknown>,
  encoded: EncodedValue | undefined,
): ObjectValue | null {
  const value = decodeValue(typeOfSchema(schema), encoded)
  return value === null ? null : objectValue(value)
}

/** Writes a state that is wholly known, and what names the resource. */
export function writeState(resource: AnyResource<unknown>, state: ObjectValue) {
  const { schema, identity } = resource
  const clean = allKnown(schema, withoutWriteOnly(schema, state))
  return {
    newState: encodeValue(typeOfSchema(schema), clean),
    newIdentity:
      identity === undefined
        ? undefined
        : { identityData: encodeValue(typeOfIdentity(identity.schema), identity.of(clean)) },
  }
}

/** Writes that there is nothing. */
export function writeNothing({ schema }: AnyResource<unknown>) {
  return { newState: encodeValue(typeOfSchema(schema), null) }
}

/** The text that lies beside a state, as bytes. */
export function privateBytes(text: string): Uint8Array {
  return Buffer.from(text)
}

/** The text that lies beside a state. */
export function privateText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
