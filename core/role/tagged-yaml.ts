import { isAlias, isMap, isScalar, isSeq, LineCounter } from 'yaml'
import type { Position } from '../place.ts'
import { explainSyntax } from './explain-syntax.ts'
import type { FieldPath } from './field-finding.ts'
import { offsetOfField } from './offset-of-field.ts'
import { parseYaml, type YamlDocument } from './yaml-document.ts'

/** A text whose values may have tags of their own. */
export interface TaggedText {
  /** `!Sub x` is `{ 'Fn::Sub': 'x' }`, as CloudFormation writes it in full. Undefined when it cannot be read. */
  readonly value: unknown
  /** Why it cannot be read, and where. */
  readonly fault: (Position & { readonly message: string }) | undefined
  /** The place of a value's key, or of the nearest thing around it that is there. */
  readonly placeOf: (path: FieldPath) => Position
}

const NODES_MAX = 200_000

/** Reads YAML or JSON with CloudFormation's short tags. Never throws. */
export function readTaggedYaml(text: string): TaggedText {
  const lines = new LineCounter()
  const document = parseYaml(text, lines)
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const placeOf = (path: FieldPath) => place(offsetOfField(document, path, true) ?? 0)
  const [fault] = document.errors.length === 0 ? [] : explainSyntax(document, text).faults
  if (document.errors.length > 0 || document.contents === null) {
    const message = fault?.message ?? 'the text is no YAML'
    return { value: undefined, fault: { message, ...place(fault?.offset ?? 0) }, placeOf }
  }
  const budget = { left: NODES_MAX }
  const value = plain(document.contents, document, budget)
  if (budget.left > 0) return { value, fault: undefined, placeOf }
  const message = 'the aliases (*name) multiply beyond measure: write out what they stand for'
  return { value: undefined, fault: { message, ...place(0) }, placeOf }
}

function plain(node: unknown, document: YamlDocument, budget: { left: number }): unknown {
  budget.left -= 1
  if (budget.left <= 0) return undefined
  if (isAlias(node)) return plain(node.resolve(document), document, budget)
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): [string, unknown] => [
      isScalar(key) ? String(key.value) : '',
      plain(value, document, budget),
    ])
    return tagged(node.tag, Object.fromEntries(entries))
  }
  if (isSeq(node))
    return tagged(
      node.tag,
      node.items.map((one) => plain(one, document, budget)),
    )
  return isScalar(node) ? tagged(node.tag, node.value) : null
}

/** Source: CloudFormation User Guide, "Intrinsic function reference" (short forms). */
function tagged(tag: string | undefined, value: unknown): unknown {
  const name = /^!(\w+)$/.exec(tag ?? '')?.[1]
  if (name === undefined) return value
  if (name === 'Ref' || name === 'Condition') return { [name]: value }
  const [, resource = '', attribute = ''] = /^([^.]+)\.(.+)$/.exec(String(value)) ?? []
  const isPair = name === 'GetAtt' && typeof value === 'string'
  return { [`Fn::${name}`]: isPair ? [resource, attribute] : value }
}
