/**
 * The messages that others are made of, by the field numbers of the published protocol 6
 * (https://github.com/hashicorp/terraform/tree/main/docs/plugin-protocol).
 */
import { bool, bytes, int, many, message, nested, optional, text } from '../message.ts'

/** A value in one of two encodings. */
export const dynamicValue = message({ msgpack: bytes(1), json: bytes(2) })

/** One step of a path; exactly one of the three is set. */
const step = message({
  attributeName: optional(text(1)),
  elementKeyString: optional(text(2)),
  elementKeyInt: optional(int(3)),
})

/** The way to a value. */
export const attributePath = message({ steps: many(1, () => step) })

/** Something that is shown; severity 1 is an error, 2 a warning. */
export const diagnostic = message({
  severity: int(1),
  summary: text(2),
  detail: text(3),
  attribute: nested(4, () => attributePath),
})

/** What a function could not do. */
export const functionError = message({ text: text(1), functionArgument: optional(int(2)) })

/** The state as it lies in the file. (The older form of a map of strings is of before 2019.) */
export const rawState = message({ json: bytes(1) })

/** What names a resource. */
export const identityData = message({ identityData: nested(1, () => dynamicValue) })

/** What a provider of this protocol can. */
export const serverCapabilities = message({
  planDestroy: bool(1),
  getProviderSchemaOptional: bool(2),
  moveResourceState: bool(3),
  generateResourceConfig: bool(4),
})

/** What the Terraform that asks can. */
export const clientCapabilities = message({
  deferralAllowed: bool(1),
  writeOnlyAttributesAllowed: bool(2),
})

/** `google.protobuf.Timestamp`. */
export const timestampMessage = message({ seconds: int(1), nanos: int(2) })

/** Answers with nothing but diagnostics, in the field with that number. */
export function diagnosticsOnly(no = 1) {
  return message({ diagnostics: many(no, () => diagnostic) })
}

/** A message without fields. */
export const empty = message({})
