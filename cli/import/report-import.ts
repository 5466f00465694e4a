import { oneLine } from '../../core/language/one-line.ts'
import type { ImportProblem } from '../../import-vault/material.ts'
import type { Note } from '../../import-vault/note.ts'

/** What became of a file that was to be written. */
export type FileResult = 'written' | 'unchanged' | 'left'

/** What became of one role of Vault's. */
export interface ImportOutcome {
  readonly kind: 'role' | 'static role'
  readonly name: string
  readonly from: string
  readonly file: string
  readonly outcome: FileResult | 'refused'
  readonly notes: readonly Note[]
  readonly problems: readonly string[]
}

const WORDS: Readonly<Record<ImportOutcome['outcome'], string>> = {
  written: 'written',
  unchanged: 'is there already, the same',
  left: 'is there already, otherwise, and was left: --check says how they differ',
  refused: 'not written',
}

/** An import in lines, one for every role and every field that is not what it was. */
export function reportImport(
  outcomes: readonly ImportOutcome[],
  configs: readonly { readonly mount: string; readonly notes: readonly Note[] }[],
  problems: readonly ImportProblem[],
): string {
  const lines = [
    ...outcomes.flatMap(({ name, file, outcome, from, notes, problems: wrong }) => [
      outcome === 'refused'
        ? `${name} (${from}): not written`
        : `${name}: ${file} ${WORDS[outcome]}`,
      ...wrong.map((message) => `  problem: ${message}`),
      ...noteLines(notes),
    ]),
    ...configs.flatMap(({ mount, notes }) =>
      notes.length === 0
        ? []
        : [`${mount}/config/root: no file is made of it`, ...noteLines(notes)],
    ),
    ...problems.map(({ file, message }) => `${file} ${message}`),
  ]
  return lines.map((line) => `${lineWithIndent(line)}\n`).join('')
}

/** Each note in a line, two spaces before it. */
export function noteLines(notes: readonly Note[]): readonly string[] {
  return notes.map(({ kind, field, message }) => `  ${kind}: ${field}: ${message}`)
}

function lineWithIndent(line: string): string {
  return line.startsWith('  ') ? `  ${oneLine(line.slice(2))}` : oneLine(line)
}
