import type { Look, Style } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'
import type { Row, CaseVerdict } from '../../prove/case.ts'
import type { Left } from '../../prove/remove-things.ts'
import { millisecondsText } from '../../prove/words.ts'

const LOOKS: Readonly<Record<CaseVerdict, Look>> = {
  'as expected': 'green',
  differs: 'red',
  'not tried': 'yellow',
}

/** Where a row of the table stands: its first line has all columns, the further ones only texts. */
interface Line {
  readonly row: Row
  readonly isFirst: boolean
  readonly expected: string
  readonly found: string
}

/** The table: case, verdict, time, what was expected and what AWS did, the last two in as many lines as they take. */
export function reportTable(
  rows: readonly Row[],
  { style, width }: { readonly style: Style; readonly width: number | undefined },
): string {
  const took = Math.max(0, ...rows.map((row) => tookText(row.tookMs).length))
  const fixed = 'CASE  '.length + 'as expected  '.length + Math.max(took, 4) + 2
  const texts = width === undefined ? Infinity : Math.max(width - fixed - 2, 40)
  const lines = rows.flatMap((row) => linesOf(row, Math.floor(texts / 2)))
  const columns: readonly Column<Line>[] = [
    { title: 'CASE', text: ({ row, isFirst }) => (isFirst ? row.case : '') },
    {
      title: 'VERDICT',
      text: ({ row, isFirst }) => (isFirst ? row.verdict : ''),
      paint: ({ row }, text, look) => look(LOOKS[row.verdict], text),
    },
    { title: 'TOOK', text: ({ row, isFirst }) => (isFirst ? tookText(row.tookMs) : '') },
    { title: 'EXPECTED', text: ({ expected }) => expected },
    { title: 'WHAT AWS DID', text: ({ found }) => found },
  ]
  return table(lines, columns, { style, width: undefined })
}

/** The same as data, times in milliseconds. */
export function reportDocument(rows: readonly Row[], left: readonly Left[]): object {
  return {
    cases: rows.map(({ case: id, expected, found, verdict, tookMs }) => ({
      case: id,
      expected,
      found,
      verdict,
      ...(tookMs.length === 0
        ? {}
        : {
            took_ms: {
              p50: quantile(tookMs, 0.5),
              p99: quantile(tookMs, 0.99),
              samples: tookMs.length,
            },
          }),
    })),
    left,
  }
}

function tookText(tookMs: readonly number[]): string {
  if (tookMs.length === 0) return ''
  const [p50, p99] = [0.5, 0.99].map((share) => millisecondsText(quantile(tookMs, share)))
  return tookMs.length === 1 ? (p50 ?? '') : `p50 ${p50 ?? ''}, p99 ${p99 ?? ''}`
}

/** The least sample that so large a share does not exceed. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)] ?? 0
}

function linesOf(row: Row, columns: number): readonly Line[] {
  const expected = wrap(row.expected, columns)
  const found = wrap(row.found, columns)
  return Array.from({ length: Math.max(expected.length, found.length) }, (_, index) => ({
    row,
    isFirst: index === 0,
    expected: expected[index] ?? '',
    found: found[index] ?? '',
  }))
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}
