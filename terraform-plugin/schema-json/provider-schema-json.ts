/**
 * What `terraform providers schema -json` prints of a provider, made from its definitions, without a Terraform.
 * Source: https://developer.hashicorp.com/terraform/cli/commands/providers/schema
 */
import type { AnyFunction, AnyProvider } from '../definition/provider.ts'
import type { Parameter } from '../definition/function.ts'
import type { Attribute, Attributes, Block, Schema } from '../protocol/schema.ts'
import { mapEntries, typeToJson } from '../protocol/value-type.ts'

/** A part of the document: an object whose keys without a value are left out when it is written. */
export type SchemaJson = Readonly<Record<string, unknown>>

/** The whole document. */
export interface ProviderSchemasJson {
  readonly format_version: '1.0'
  /** By address, such as `registry.terraform.io/example/example`. */
  readonly provider_schemas: Readonly<Record<string, SchemaJson>>
}

/** The document for a Terraform that knows ephemeral resources and functions, and has this provider alone. */
export function providerSchemaJson(provider: AnyProvider, address: string): ProviderSchemasJson {
  const { dataSources, resources, ephemeralResources, functions } = provider
  const schemas = {
    provider: schemaJson(provider.schema),
    resource_schemas: sorted(resources, ({ schema }) => schemaJson(schema)),
    data_source_schemas: sorted(dataSources, ({ schema }) => schemaJson(schema)),
    ephemeral_resource_schemas: sorted(ephemeralResources, ({ schema }) => schemaJson(schema)),
    functions: sorted(functions, functionJson),
  }
  return { format_version: '1.0', provider_schemas: { [address]: schemas } }
}

function schemaJson(schema: Schema): SchemaJson {
  return { version: schema.version ?? 0, block: blockJson(schema) }
}

function blockJson(body: Schema | Block): SchemaJson {
  return {
    attributes: attributesJson(body.attributes),
    block_types: body.blocks === undefined ? undefined : sorted(body.blocks, nestedBlockJson),
    ...describedJson(body.description),
    deprecated: body.deprecated === undefined ? undefined : true,
  }
}

function nestedBlockJson(block: Block): SchemaJson {
  return {
    nesting_mode: block.nesting,
    block: blockJson(block),
    min_items: block.min,
    max_items: block.max,
  }
}

function attributesJson(attributes: Attributes): SchemaJson {
  return sorted(attributes, attributeJson)
}

function attributeJson(attribute: Attribute): SchemaJson {
  const { use } = attribute
  return {
    ...kindJson(attribute),
    ...describedJson(attribute.description),
    deprecated: attribute.deprecated === undefined ? undefined : true,
    required: yes(use === 'required'),
    optional: yes(use === 'optional' || use === 'optional_computed'),
    computed: yes(use === 'computed' || use === 'optional_computed'),
    sensitive: attribute.sensitive,
    write_only: attribute.writeOnly,
  }
}

function kindJson(attribute: Attribute): SchemaJson {
  if ('type' in attribute) return { type: typeToJson(attribute.type) }
  const { nested, attributes } = attribute
  return { nested_type: { attributes: attributesJson(attributes), nesting_mode: nested } }
}

function functionJson(one: AnyFunction): SchemaJson {
  return {
    description: one.description,
    summary: one.summary,
    deprecation_message: one.deprecated,
    return_type: typeToJson(one.returns),
    parameters: one.parameters.length === 0 ? undefined : one.parameters.map(parameterJson),
    variadic_parameter: one.variadic === undefined ? undefined : parameterJson(one.variadic),
  }
}

function parameterJson({ name, description, nullable, type }: Parameter): SchemaJson {
  return { name, description, is_nullable: nullable, type: typeToJson(type) }
}

function describedJson(description: string): SchemaJson {
  return { description, description_kind: 'markdown' }
}

function yes(is: boolean): true | undefined {
  return is ? true : undefined
}

/** Terraform writes names in the order of their bytes. */
function sorted<A>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => SchemaJson,
): SchemaJson {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
  return mapEntries(Object.fromEntries(entries), change)
}
