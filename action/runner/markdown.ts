import { oneLine } from '../../core/language/one-line.ts'

const CELL_CHARACTERS_MAX = 300

/** A table of texts that stay texts, whatever is in them. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head.map(cell), head.map(() => '---'), ...rows.map((row) => row.map(cell))]
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/**
 * Text in a cell that stays text. Every mark that Markdown or HTML could mean something by is written as an entity, `@`
 * and `#` among them: they would call people and issues. What looks like a link is broken at its colon.
 */
export function cell(text: string): string {
  const line = oneLine(text)
  const characters = Array.from(line)
  const short =
    characters.length > CELL_CHARACTERS_MAX
      ? `${characters.slice(0, CELL_CHARACTERS_MAX).join('')}…`
      : line
  return short.replaceAll(/[&<>"'`*_~[\](){}|\\!#@$:+^=-]|\bwww\./g, (mark) =>
    mark === 'www.' ? 'www&#46;' : `&#${mark.charCodeAt(0)};`,
  )
}
