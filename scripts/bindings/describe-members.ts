import type { Attributes, Blocks, Schema } from '../../terraform-plugin/protocol/schema.ts'

type Body = Pick<Schema, 'attributes' | 'blocks'>

/**
 * Puts the descriptions of a schema where an editor shows them: above the class and above what one reads of it. The generators
 * only describe what one writes.
 *
 * @param text - TypeScript as one of the generators writes it.
 */
export function describeMembers(text: string, schema: Schema): string {
  return text
    .split(/^(?=export class )/m)
    .map((part) => describeClass(part, bodyOf(schema, classOf(part))))
    .join('')
    .replaceAll(
      /^\* Represents a (\{@link .*\})$/gm,
      `* ${comment(schema.description)}\n*\n* Represents a $1`,
    )
}

function classOf(part: string): string {
  return /^export class (\w+)/.exec(part)?.[1] ?? ''
}

/** What a class is of: a nested attribute or block, whose name it ends in, or the whole. */
function bodyOf(schema: Schema, name: string): Body {
  const nested = Object.entries<object>({ ...schema.attributes, ...schema.blocks })
  const found = nested.find(([key]) => name.endsWith(`${pascal(key)}OutputReference`))?.[1]
  return found !== undefined && 'attributes' in found
    ? (found as { readonly attributes: Attributes; readonly blocks?: Blocks })
    : schema
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function describeClass(part: string, { attributes, blocks = {} }: Body): string {
  return part.replaceAll(
    /^ {2}\/\/ (\w+) - computed: .*\n(?: {2}private .*\n)?(?= {2}public get )/gm,
    (head, name: string) => {
      const description = (attributes[name] ?? blocks[name])?.description
      return description === undefined ? head : `${head}  /** ${comment(description)} */\n`
    },
  )
}

function comment(text: string): string {
  return text.replaceAll('*/', '*\\/')
}
