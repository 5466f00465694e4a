import type { AnyResource } from '../definition/provider.ts'
import { DiagnosticError } from '../protocol/diagnostic.ts'
import { decodeJson, encodeValue, objectValue } from '../protocol/dynamic-value.ts'
import { parseJson } from '../protocol/number.ts'
import type { ObjectValue, Value } from '../protocol/value.ts'
import { typeOfSchema } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import { withoutWriteOnly } from './compose.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'

/** Reads a state as it lies in the file; called for every one, also of today's version. */
export const upgradeResourceState: Rpc<'UpgradeResourceState'> = async (
  instance,
  { typeName, version, rawState },
) => {
  const { value, diagnostics } = await attempt(instance, () => {
    const resource = definitionOf(instance.provider.resources, 'resource', typeName)
    const json = rawState?.json ?? new Uint8Array(0)
    return readRawState(resource, { typeName, version, json })
  })
  return { upgradedState: value, diagnostics }
}

/** Turns a state as it lies in the file, of whatever version, into one of today. */
export function readRawState(
  { schema, upgrade }: AnyResource<unknown>,
  raw: { readonly typeName: string; readonly version: number; readonly json: Uint8Array },
): ReturnType<typeof encodeValue> {
  const { typeName, version, json } = raw
  const today = schema.version ?? 0
  if (json.length === 0 || version > today) throw unreadable(typeName, version, today)
  const type = typeOfSchema(schema)
  if (version < today && upgrade !== undefined)
    return encodeValue(type, upgrade(version, parseRawState(json)))
  const state = decodeJson(type, json)
  return encodeValue(type, state === null ? null : withoutWriteOnly(schema, objectValue(state)))
}

/** A state as it lies in the file, without a schema: numbers as they are written. */
export function parseRawState(json: Uint8Array): ObjectValue {
  return objectValue(parseJson(Buffer.from(json).toString('utf8')) as Value)
}

function unreadable(typeName: string, version: number, today: number): DiagnosticError {
  return new DiagnosticError({
    summary: 'State cannot be read',
    detail:
      `The state of this ${typeName} has version ${version}, the provider knows versions up to ${today}. ` +
      'It was written by a newer provider: use that version or a later one.',
  })
}
