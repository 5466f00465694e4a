import { LineCounter } from 'yaml'
import { DAYPASS_LIMITS } from './daypass-limits.ts'
import { explainSyntax } from './explain-syntax.ts'
import type { Position } from '../place.ts'
import type { FieldPath } from './field-finding.ts'
import { offsetOfField } from './offset-of-field.ts'
import { parseYaml } from './yaml-document.ts'

/** A fault of the text itself, whatever it says. */
export interface TextFault extends Position {
  readonly message: string
}

/** What a text says, and where it says it. */
export interface RoleText {
  /** Undefined when the faults leave nothing to go on with. */
  readonly value: unknown
  readonly faults: readonly TextFault[]
  /** The place of a field, or of the nearest thing around it that is there. */
  readonly placeOf: (path: FieldPath, onKey: boolean) => Position
}

const START: Position = { line: 1, column: 1 }

/** Reads YAML 1.2 or JSON (which is YAML). Never throws. */
export function readRoleText(text: string): RoleText {
  const bytes = Buffer.byteLength(text)
  if (bytes > DAYPASS_LIMITS.fileBytes) {
    const limit = `${DAYPASS_LIMITS.fileBytes / 1024} KiB`
    return faulty(
      `the file has ${Math.ceil(bytes / 1024)} KiB, more than the ${limit} of a role: is it the right file?`,
    )
  }
  return readYaml(text.startsWith('\uFEFF') ? text.slice(1) : text)
}

function readYaml(text: string): RoleText {
  const lines = new LineCounter()
  const document = parseYaml(text, lines)
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const syntax = explainSyntax(document, text)
  const faults = syntax.faults.map(({ offset, message }) => ({ message, ...place(offset) }))
  const placeOf = (path: FieldPath, onKey: boolean): Position => {
    const offset = offsetOfField(document, path, onKey)
    return offset === undefined ? START : place(offset)
  }
  if (syntax.isFatal) return { value: undefined, faults, placeOf }
  if (document.contents === null) {
    return faulty('the file is empty: a role needs at least credential_type')
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), faults, placeOf }
  } catch (error) {
    return faulty(explainAlias(error))
  }
}

/** The library throws a ReferenceError for an alias without an anchor, and for too many of them. */
function explainAlias(error: unknown): string {
  const unresolved = /^Unresolved alias.*: (.*)$/.exec(
    error instanceof Error ? error.message : '',
  )?.[1]
  return unresolved === undefined
    ? 'the aliases (*name) multiply beyond measure: write out what they stand for'
    : `the alias *${unresolved} has no anchor &${unresolved} before it: write out what it stands for`
}

function faulty(message: string): RoleText {
  return { value: undefined, faults: [{ message, ...START }], placeOf: () => START }
}
