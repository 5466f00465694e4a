import type { Attribute, Block, Schema } from '../../terraform-plugin/protocol/schema.ts'
import type { ValueType } from '../../terraform-plugin/protocol/value.ts'

/** What is written in one place: attributes or blocks under a name, with a section of their own. */
interface Nested {
  readonly path: string
  readonly body: Pick<Schema, 'attributes' | 'blocks'>
}

/** The chapter "Schema" of a page: what is required, what optional, what answered; then what is nested. */
export function describeSchema(schema: Schema): string {
  return ['## Schema', ...sections({ path: '', body: schema })].join('\n\n')
}

function sections(of: Nested): readonly string[] {
  const { attributes, blocks = {} } = of.body
  const attributesOf = (...uses: readonly Attribute['use'][]): readonly string[] =>
    Object.entries(attributes)
      .filter(([, { use }]) => uses.includes(use))
      .sort(byName)
      .map(([name, attribute]) => attributeLine(name, attribute, of.path))
  const blockLines = Object.entries(blocks)
    .sort(byName)
    .map(([name, block]) => blockLine(name, block, of.path))
  const heading = of.path === '' ? '###' : '####'
  const lists = [
    ['Required', attributesOf('required')],
    ['Optional', [...attributesOf('optional', 'optional_computed'), ...blockLines]],
    ['Read-Only', attributesOf('computed')],
  ] as const
  const own = lists
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${heading} ${title}\n\n${lines.join('\n')}`)
  return [...own, ...nestedIn(of).flatMap(nestedSection)]
}

function nestedSection(nested: Nested): readonly string[] {
  const [first = '', ...rest] = sections(nested)
  const title = `### Nested Schema for \`${nested.path}\``
  return [`<a id="${anchor(nested.path)}"></a>\n\n${title}`, first, ...rest]
}

function nestedIn({ path, body }: Nested): readonly Nested[] {
  const under = (name: string): string => (path === '' ? name : `${path}.${name}`)
  const blocks = Object.entries(body.blocks ?? {}).sort(byName)
  const attributes = Object.entries(body.attributes).sort(byName)
  return [
    ...attributes.flatMap(([name, attribute]) =>
      'nested' in attribute
        ? [{ path: under(name), body: { attributes: attribute.attributes } }]
        : [],
    ),
    ...blocks.map(([name, block]) => ({ path: under(name), body: block })),
  ]
}

function attributeLine(name: string, attribute: Attribute, path: string): string {
  const facts = [
    'type' in attribute ? typeName(attribute.type) : NESTED[attribute.nested],
    ...(attribute.sensitive === true ? ['Sensitive'] : []),
    ...(attribute.writeOnly === true ? ['Write-only'] : []),
    ...(attribute.deprecated === undefined ? [] : ['Deprecated']),
  ]
  const replaces = attribute.replaces === true ? ' A change makes a new resource.' : ''
  const see = 'nested' in attribute ? seeBelow(path, name) : ''
  return `- \`${name}\` (${facts.join(', ')}) ${attribute.description}${replaces}${see}`
}

function blockLine(name: string, block: Block, path: string): string {
  const kind = block.nesting === 'single' ? 'Block' : `Block ${capital(block.nesting)}`
  return `- \`${name}\` (${kind}) ${block.description}${seeBelow(path, name)}`
}

function seeBelow(path: string, name: string): string {
  return ` (see [below for nested schema](#${anchor(path === '' ? name : `${path}.${name}`)}))`
}

const NESTED = {
  single: 'Attributes',
  list: 'Attributes List',
  set: 'Attributes Set',
  map: 'Attributes Map',
} as const

/** As the registry's own generator names types. */
export function typeName(type: ValueType): string {
  if (type === 'bool') return 'Boolean'
  if (type === 'dynamic') return 'Dynamic'
  if (typeof type === 'string') return capital(type)
  if ('list' in type) return `List of ${typeName(type.list)}`
  if ('set' in type) return `Set of ${typeName(type.set)}`
  if ('map' in type) return `Map of ${typeName(type.map)}`
  return 'object' in type ? 'Object' : 'Tuple'
}

function anchor(path: string): string {
  return `nestedblock--${path.replaceAll('.', '--')}`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function byName(
  [a]: readonly [string, ...unknown[]],
  [b]: readonly [string, ...unknown[]],
): number {
  return a < b ? -1 : 1
}
