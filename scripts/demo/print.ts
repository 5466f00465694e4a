import { styleText } from 'node:util'

const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
  process.stdout.isTTY ? styleText(format, text) : text

/** A heading of the demo. */
export function heading(text: string): void {
  process.stdout.write(`\n${paint('bold', text)}\n`)
}

/** A line of the demo: what happened, and what it came to. */
export function line(word: string, text: string): void {
  process.stdout.write(`  ${paint(COLOURS[word] ?? 'dim', word.padEnd(9))} ${text}\n`)
}

/** A sentence that explains. */
export function remark(text: string): void {
  process.stdout.write(`  ${paint('dim', text)}\n`)
}

const COLOURS: Readonly<Record<string, Parameters<typeof styleText>[0]>> = {
  issued: 'cyan',
  allowed: 'green',
  refused: 'yellow',
  revoked: 'magenta',
  killed: 'red',
  swept: 'magenta',
}
