import { UNSEEN } from '../../core/language/one-line.ts'

/**
 * A text of a role as it can stand in a line that people read: one line, and nothing in it that is not seen. Control
 * characters, directions, invisible characters and the like are written out, as `\u{202e}`.
 *
 * @param charactersMax - what is longer is cut, and ends in `…`
 */
export function plainText(text: string, charactersMax = 400): string {
  const visible = text
    .replaceAll(/[\t\n\r\p{Zs}]+/gu, ' ')
    .replaceAll(UNSEEN, codePoint)
    // Stacked accents reach into other lines.
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1')
  const characters = Array.from(visible)
  if (characters.length <= charactersMax) return visible
  return `${characters.slice(0, charactersMax - 1).join('')}…`
}

/**
 * The same for output that may become the log of a workflow, whose runner takes `##[error]` anywhere in a line for a
 * command. (`::error::` counts only where a line begins, and no line of ours begins with a role's text.)
 */
export function logText(text: string, charactersMax?: number): string {
  return plainText(text, charactersMax).replaceAll('##[', '## [')
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
