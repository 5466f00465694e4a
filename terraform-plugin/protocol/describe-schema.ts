/** Schemas and functions in the form in which they are sent. */
import type { Writable } from './message.ts'
import { MARKDOWN } from './messages/schema-messages.ts'
import type {
  AttributeMessage,
  BlockMessage,
  NestedBlockMessage,
  functionMessage,
  identitySchemaMessage,
  schemaMessage,
} from './messages/schema-messages.ts'
import type { Attribute, Attributes, Block, IdentitySchema, Schema } from './schema.ts'
import type { ValueType } from './value.ts'
import { typeToBytes } from './value-type.ts'

type SchemaMessage = NonNullable<(typeof schemaMessage)['type']>
type IdentitySchemaMessage = NonNullable<(typeof identitySchemaMessage)['type']>
type FunctionMessage = NonNullable<(typeof functionMessage)['type']>

const NESTING = { single: 1, list: 2, set: 3, map: 4 }

/** A schema. */
export function describeSchema(schema: Schema): Writable<SchemaMessage> {
  const version = schema.version ?? 0
  return { version, block: { version, ...describeBody(schema) } }
}

function describeBody(body: Schema | Block): Writable<BlockMessage> {
  return {
    attributes: describeAttributes(body.attributes),
    blockTypes: Object.entries(body.blocks ?? {}).map(describeBlock),
    description: body.description,
    descriptionKind: MARKDOWN,
    deprecated: body.deprecated !== undefined,
    deprecationMessage: body.deprecated ?? '',
  }
}

function describeBlock([typeName, block]: readonly [string, Block]): Writable<NestedBlockMessage> {
  return {
    typeName,
    block: describeBody(block),
    nesting: NESTING[block.nesting],
    minItems: block.min ?? 0,
    maxItems: block.max ?? 0,
  }
}

function describeAttributes(attributes: Attributes): readonly Writable<AttributeMessage>[] {
  return Object.entries(attributes).map(([name, attribute]) => ({
    name,
    ...describeKind(attribute),
    description: attribute.description,
    descriptionKind: MARKDOWN,
    required: attribute.use === 'required',
    optional: attribute.use === 'optional' || attribute.use === 'optional_computed',
    computed: attribute.use === 'computed' || attribute.use === 'optional_computed',
    sensitive: attribute.sensitive ?? false,
    writeOnly: attribute.writeOnly ?? false,
    deprecated: attribute.deprecated !== undefined,
    deprecationMessage: attribute.deprecated ?? '',
  }))
}

/** `nested_type` excludes `type`. */
function describeKind(attribute: Attribute): Writable<AttributeMessage> {
  return 'type' in attribute
    ? { type: typeToBytes(attribute.type) }
    : {
        nestedType: {
          attributes: describeAttributes(attribute.attributes),
          nesting: NESTING[attribute.nested],
        },
      }
}

/** The schema of an identity. */
export function describeIdentity(schema: IdentitySchema): Writable<IdentitySchemaMessage> {
  return {
    version: schema.version ?? 0,
    identityAttributes: Object.entries(schema.attributes).map(([name, attribute]) => ({
      name,
      type: typeToBytes(attribute.type),
      description: attribute.description,
      requiredForImport: attribute.use === 'required',
      optionalForImport: attribute.use === 'optional',
    })),
  }
}

/** What is said of a function. */
export interface FunctionFacts {
  readonly summary: string
  readonly description: string
  readonly parameters: readonly ParameterFacts[]
  readonly variadic?: ParameterFacts | undefined
  readonly returns: ValueType
  readonly deprecated?: string
}

interface ParameterFacts {
  readonly name: string
  readonly type: ValueType
  readonly description: string
  readonly nullable?: true
}

/** A function. */
export function describeFunction(facts: FunctionFacts): Writable<FunctionMessage> {
  return {
    parameters: facts.parameters.map(describeParameter),
    variadicParameter: facts.variadic === undefined ? undefined : describeParameter(facts.variadic),
    return: { type: typeToBytes(facts.returns) },
    summary: facts.summary,
    description: facts.description,
    descriptionKind: MARKDOWN,
    deprecationMessage: facts.deprecated ?? '',
  }
}

function describeParameter(parameter: ParameterFacts) {
  return {
    name: parameter.name,
    type: typeToBytes(parameter.type),
    description: parameter.description,
    descriptionKind: MARKDOWN,
    allowNullValue: parameter.nullable ?? false,
  }
}
