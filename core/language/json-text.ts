import { UNSEEN } from './one-line.ts'

/**
 * JSON for a log, a terminal or a file, ending in a newline. Characters that are not seen, that turn the direction of
 * writing, or that a runner could take for a command are written as escapes, so that the text is the same to eyes and to
 * parsers.
 */
export function jsonText(value: unknown): string {
  return inert(JSON.stringify(value, undefined, 2))
}

/** The same in one line. */
export function jsonLine(value: unknown): string {
  return inert(JSON.stringify(value))
}

function inert(json: string): string {
  const text = json
    // The only breaks of lines are those between the parts.
    .replaceAll(UNSEEN, (character) => (character === '\n' ? character : escape(character)))
    // Nothing but a text can hold it.
    .replaceAll('##[', '\\u0023#[')
  return `${text}\n`
}

function escape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
