// C0 and C1 controls, line and paragraph separators, and the marks that turn text around.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * One line that does nothing to a terminal: names, descriptions and error texts come from others, who
 * could hide or overwrite lines with control characters.
 */
export function oneLine(text: string): string {
  return text.replaceAll(CONTROL, (character) =>
    character === '\n' || character === '\t' ? ' ' : '�',
  )
}

/** At most so many characters, the last one then an ellipsis. */
export function cut(text: string, lengthMax: number): string {
  const characters = Array.from(text)
  if (characters.length <= lengthMax) return text
  return `${characters.slice(0, Math.max(lengthMax - 1, 0)).join('')}…`
}

/** Breaks a line between words where the width ends; what follows is indented. Without a width it stays one line. */
export function wrap(text: string, indent: number, width: number | undefined): string {
  if (width === undefined) return text
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}

/** `1 lease`, `2 leases`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount} ${amount === 1 ? one : many}`
}
