/**
 * JSON for a log or a file, ending in a newline. Characters that are not seen, that turn the direction of writing, or
 * that a runner could take for a command are written as escapes, so that the text is the same to eyes and to parsers.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2)
    .replaceAll(/[\u007F-\u009F\u00AD\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu, escape)
    // Nothing but a text can hold it.
    .replaceAll('##[', '\\u0023#[')
  return `${text}\n`
}

function escape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
