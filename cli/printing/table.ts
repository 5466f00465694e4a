import { oneLine } from '../../core/language/one-line.ts'
import { cut } from './plain-text.ts'
import type { Style } from './style.ts'

/** A column of a table. */
export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  readonly align?: 'right'
  /** Colours the text after it is measured. */
  readonly paint?: (row: Row, text: string, style: Style) => string
}

const GAP = '  '

/**
 * Aligned lines under a line of titles. The last column is cut where the width ends; without a width
 * (nobody looks on) nothing is. Answers text that ends in a newline.
 */
export function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { style, width }: { style: Style; width: number | undefined },
): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.text(row))))
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((line) => length(line[index] ?? ''))),
  )
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + GAP.length, 0)
  const lastWidth = width === undefined ? Infinity : Math.max(width - before, 8)
  const fit = (text: string, index: number): string => {
    const isLast = index === columns.length - 1
    const fitting = isLast ? cut(text, lastWidth) : text
    const space = ' '.repeat(Math.max((widths[index] ?? 0) - length(fitting), 0))
    if (columns[index]?.align === 'right') return space + fitting
    return isLast ? fitting : fitting + space
  }
  const titles = columns.map(({ title }, index) => style('dim', fit(title, index)))
  const lines = rows.map((row, line) =>
    columns.map(({ paint }, index) => {
      const text = fit(cells[line]?.[index] ?? '', index)
      return paint === undefined ? text : paint(row, text, style)
    }),
  )
  return [titles, ...lines].map((line) => `${line.join(GAP).trimEnd()}\n`).join('')
}

/** Names and values, one pair a line, values under each other. */
export function facts(
  pairs: readonly (readonly [string, string | undefined])[],
  style: Style,
): string {
  const present = pairs.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const width = Math.max(0, ...present.map(([name]) => name.length))
  return present
    .map(([name, value]) => `${style('dim', name.padEnd(width))}${GAP}${oneLine(value)}\n`)
    .join('')
}

function length(text: string): number {
  return Array.from(text).length
}
