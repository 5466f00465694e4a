/**
 * The JSON in which Terraform writes types, and the type of what a schema describes.
 * Source: https://github.com/zclconf/go-cty/blob/main/docs/json.md and `docs/plugin-protocol/object-wire-format.md`.
 */
import type { Attribute, Block, IdentitySchema, Schema } from './schema.ts'
import type { ValueType } from './value.ts'

/** The JSON of a type. */
export function typeToJson(type: ValueType): unknown {
  if (typeof type === 'string') return type
  if ('list' in type) return ['list', typeToJson(type.list)]
  if ('set' in type) return ['set', typeToJson(type.set)]
  if ('map' in type) return ['map', typeToJson(type.map)]
  if ('tuple' in type) return ['tuple', type.tuple.map(typeToJson)]
  return ['object', mapEntries(type.object, typeToJson)]
}

/** A type as the bytes that messages carry. */
export function typeToBytes(type: ValueType): Uint8Array {
  return Buffer.from(JSON.stringify(typeToJson(type)))
}

/** The type that JSON stands for; `TypeError` where it stands for none. */
export function typeFromJson(json: unknown): ValueType {
  if (json === 'string' || json === 'number' || json === 'bool' || json === 'dynamic') return json
  if (Array.isArray(json)) {
    const [kind, of] = json as readonly unknown[]
    if (kind === 'list') return { list: typeFromJson(of) }
    if (kind === 'set') return { set: typeFromJson(of) }
    if (kind === 'map') return { map: typeFromJson(of) }
    if (kind === 'tuple' && Array.isArray(of)) return { tuple: of.map(typeFromJson) }
    if (kind === 'object' && typeof of === 'object' && of !== null)
      return { object: mapEntries(of as Readonly<Record<string, unknown>>, typeFromJson) }
  }
  throw new TypeError('the value has a type that is not known')
}

/** The type of the object that a schema describes. */
export function typeOfSchema(schema: Pick<Schema, 'attributes' | 'blocks'>): ValueType {
  return {
    object: {
      ...mapEntries(schema.attributes, typeOfAttribute),
      ...mapEntries(schema.blocks ?? {}, typeOfBlock),
    },
  }
}

/** The type of an identity. */
export function typeOfIdentity(identity: IdentitySchema): ValueType {
  return { object: mapEntries(identity.attributes, ({ type }) => type) }
}

/** The type of one attribute. */
export function typeOfAttribute(attribute: Attribute): ValueType {
  return 'type' in attribute
    ? attribute.type
    : collection(attribute.nested, typeOfSchema({ attributes: attribute.attributes }))
}

function typeOfBlock(block: Block): ValueType {
  return collection(block.nesting, typeOfSchema(block))
}

function collection(nesting: 'single' | 'list' | 'set' | 'map', of: ValueType): ValueType {
  if (nesting === 'single') return of
  if (nesting === 'list') return { list: of }
  return nesting === 'set' ? { set: of } : { map: of }
}

/** A record with other values under the same names. */
export function mapEntries<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, name: string) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  )
}
