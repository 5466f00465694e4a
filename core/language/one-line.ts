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
