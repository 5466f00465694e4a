import type { StoreFinding } from '../../state/objects.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { wrap } from './plain-text.ts'
import type { Session } from '../session.ts'
import { type Look, styleFor } from './style.ts'

const LOOKS: Readonly<Record<StoreFinding['status'], Look>> = {
  ok: 'green',
  failed: 'red',
  unknown: 'yellow',
}

/** Findings for a person, each with its cure below. */
export function findingLines(
  { context, settings }: Session,
  found: readonly StoreFinding[],
): string {
  const { stdout, env } = context
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  const statusWidth = 'unknown'.length + 2
  const indent = statusWidth + Math.max(...found.map(({ name }) => name.length)) + 2
  return found
    .map(({ name, status, detail, cure }) => {
      const head = `${style(LOOKS[status], status.padEnd(statusWidth))}${name.padEnd(indent - statusWidth)}`
      const line = `${head}${wrap(oneLine(detail), indent, width)}\n`
      if (cure === undefined) return line
      const text = wrap(`cure: ${oneLine(cure)}`, indent, width)
      return `${line}${' '.repeat(indent)}${style('dim', text)}\n`
    })
    .join('')
}
