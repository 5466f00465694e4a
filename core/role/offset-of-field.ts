import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { FieldPath } from './field-finding.ts'
import type { YamlDocument } from './yaml-document.ts'

/**
 * Where a field stands in a text, or the nearest thing around it that is there: its value, or its key if that is
 * asked for. Undefined when the text is empty.
 */
export function offsetOfField(
  document: YamlDocument,
  path: FieldPath,
  onKey: boolean,
): number | undefined {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [depth, part] of path.entries()) {
    const step = stepInto(isAlias(node) ? node.resolve(document) : node, part)
    if (step === undefined) return offset
    const isWanted = onKey && depth === path.length - 1
    offset = (isWanted ? undefined : startOf(step.value)) ?? startOf(step.key) ?? offset
    node = step.value
  }
  return offset
}

function stepInto(
  node: unknown,
  part: string | number,
): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && key.value === part)
  if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
    return { value: node.items[part] }
  }
  return undefined
}

function startOf(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node
    ? (node as Node).range?.[0]
    : undefined
}
