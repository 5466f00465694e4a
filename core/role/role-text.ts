import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import type { FieldPath } from './finding.ts'
import { explainSyntax, keyAt } from './explain-syntax.ts'

/** A place in a text; lines and columns count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A fault of the text itself, whatever it says. */
export interface TextFault extends Place {
  readonly message: string
}

/** What a text says, and where it says it. */
export interface RoleText {
  /** Undefined when the faults leave nothing to go on with. */
  readonly value: unknown
  readonly faults: readonly TextFault[]
  /** The place of a field, or of the nearest thing around it that is there. */
  placeOf(path: FieldPath, onKey: boolean): Place
}

const START: Place = { line: 1, column: 1 }

/** Reads YAML 1.2 or JSON (which is YAML). Never throws. */
export function readRoleText(text: string): RoleText {
  const bytes = Buffer.byteLength(text)
  if (bytes > DAYPASS_LIMITS.fileBytes) {
    const size = `${Math.ceil(bytes / 1024)} KiB`
    return faulty(
      `the file has ${size}, more than the ${DAYPASS_LIMITS.fileBytes / 1024} KiB of a role: is it the right file?`,
    )
  }
  const lines = new LineCounter()
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  const document = parse(clean, lines)
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const syntax = explainSyntax(document, clean)
  const faults = syntax.faults.map(({ offset, message }) => ({ message, ...place(offset) }))
  const placeOf = (path: FieldPath, onKey: boolean): Place => {
    const offset = offsetOf(document, path, onKey)
    return offset === undefined ? START : place(offset)
  }
  if (syntax.isFatal) return { value: undefined, faults, placeOf }
  if (document.contents === null)
    return faulty('the file is empty: a role needs at least credential_type')
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), faults, placeOf }
  } catch (error) {
    // The library throws a ReferenceError for an alias without an anchor and for too many of them.
    const message =
      error instanceof Error && error.message.startsWith('Unresolved') ? error.message : undefined
    return faulty(
      message === undefined
        ? 'the aliases (*name) multiply beyond measure: write out what they stand for'
        : `an alias (*name) has no anchor (&name) before it: ${message.split(': ').at(-1) ?? ''}`,
    )
  }
}

/** Keys that stand twice in one object of a JSON text, which `JSON.parse` passes over in silence. */
export function repeatedKeys(json: string): readonly string[] {
  const { errors } = parse(json, new LineCounter())
  return errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map(({ pos }) => keyAt(json.slice(pos[0])))
}

type ParsedDocument = ReturnType<typeof parse>

function parse(text: string, lineCounter: LineCounter) {
  return parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'error',
    version: '1.2',
  })
}

function faulty(message: string): RoleText {
  return { value: undefined, faults: [{ message, ...START }], placeOf: () => START }
}

function offsetOf(document: ParsedDocument, path: FieldPath, onKey: boolean): number | undefined {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (const [depth, part] of path.entries()) {
    const inner: unknown = isAlias(node) ? node.resolve(document) : node
    if (isMap(inner)) {
      const pair = inner.items.find(({ key }) => isScalar(key) && key.value === part)
      if (pair === undefined) return offset
      const isLast = depth === path.length - 1
      node = pair.value
      offset = (isLast && onKey ? undefined : startOf(node)) ?? startOf(pair.key) ?? offset
    } else if (isSeq(inner) && typeof part === 'number' && part < inner.items.length) {
      node = inner.items[part]
      offset = startOf(node) ?? offset
    } else {
      return offset
    }
  }
  return offset
}

function startOf(node: unknown): number | undefined {
  return typeof node === 'object' && node !== null && 'range' in node
    ? (node as Node).range?.[0]
    : undefined
}
