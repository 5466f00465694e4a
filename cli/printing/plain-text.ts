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
