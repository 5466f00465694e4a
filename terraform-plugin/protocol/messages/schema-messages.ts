/** The messages that describe schemas and functions. Field numbers as in `value-messages.ts`. */
import { bool, bytes, int, many, message, nested, text } from '../message.ts'
import type { Message } from '../message.ts'

/** 1 is Markdown. */
export const MARKDOWN = 1

/** One attribute: `type` is the JSON of its type, or there is a `nestedType`. */
export interface AttributeMessage {
  readonly name: string
  readonly type: Uint8Array
  readonly description: string
  readonly required: boolean
  readonly optional: boolean
  readonly computed: boolean
  readonly sensitive: boolean
  readonly descriptionKind: number
  readonly deprecated: boolean
  readonly nestedType: ObjectMessage | undefined
  readonly writeOnly: boolean
  readonly deprecationMessage: string
}

/** A nested attribute's inside; nesting 1 is single, 2 list, 3 set, 4 map. */
export interface ObjectMessage {
  readonly attributes: readonly AttributeMessage[]
  readonly nesting: number
}

/** A block type; nesting as for nested attributes. */
export interface NestedBlockMessage {
  readonly typeName: string
  readonly block: BlockMessage | undefined
  readonly nesting: number
  readonly minItems: number
  readonly maxItems: number
}

/** The inside of a block. */
export interface BlockMessage {
  readonly version: number
  readonly attributes: readonly AttributeMessage[]
  readonly blockTypes: readonly NestedBlockMessage[]
  readonly description: string
  readonly descriptionKind: number
  readonly deprecated: boolean
  readonly deprecationMessage: string
}

const attribute: Message<AttributeMessage> = message({
  name: text(1),
  type: bytes(2),
  description: text(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  descriptionKind: int(8),
  deprecated: bool(9),
  nestedType: nested(10, (): Message<ObjectMessage> => object),
  writeOnly: bool(11),
  deprecationMessage: text(12),
})

const object: Message<ObjectMessage> = message({
  attributes: many(1, () => attribute),
  nesting: int(3),
})

const nestedBlock: Message<NestedBlockMessage> = message({
  typeName: text(1),
  block: nested(2, (): Message<BlockMessage> => block),
  nesting: int(3),
  minItems: int(4),
  maxItems: int(5),
})

const block: Message<BlockMessage> = message({
  version: int(1),
  attributes: many(2, () => attribute),
  blockTypes: many(3, () => nestedBlock),
  description: text(4),
  descriptionKind: int(5),
  deprecated: bool(6),
  deprecationMessage: text(7),
})

/** A schema and its version. */
export const schemaMessage = message({ version: int(1), block: nested(2, () => block) })

const identityAttribute = message({
  name: text(1),
  type: bytes(2),
  requiredForImport: bool(3),
  optionalForImport: bool(4),
  description: text(5),
})

/** The schema of an identity. */
export const identitySchemaMessage = message({
  version: int(1),
  identityAttributes: many(2, () => identityAttribute),
})

const parameter = message({
  name: text(1),
  type: bytes(2),
  allowNullValue: bool(3),
  allowUnknownValues: bool(4),
  description: text(5),
  descriptionKind: int(6),
})

/** A function and its parameters. */
export const functionMessage = message({
  parameters: many(1, () => parameter),
  variadicParameter: nested(2, () => parameter),
  return: nested(3, () => message({ type: bytes(1) })),
  summary: text(4),
  description: text(5),
  descriptionKind: int(6),
  deprecationMessage: text(7),
})
