import { plainText } from './plain-text.ts'

/** A word or a small number of prose, with what may stand around it. */
const PROSE = /^([("]?)([A-Za-z]+(?:['-][a-z]+)?|\d{1,6})([.,;:?!)"]{0,2})$/
/** What a link to a commit looks like. */
const HEX = /^(?=.*\d)[0-9a-f]{7,64}$/i

/**
 * Any text as GitHub's markdown shows it and nothing else: no formatting, link, mention, reference, emoji or HTML comes
 * of it. Words stay words; whatever else there is becomes code, in which GitHub looks for nothing, with every sign
 * written as a character reference, in which markdown looks for nothing.
 */
export function escapeMarkdown(text: string, charactersMax?: number): string {
  const tokens = plainText(text, charactersMax)
    .split(' ')
    .filter((token) => token !== '')
  return tokens.length === 0 ? code('') : tokens.map(escapeToken).join(' ')
}

function escapeToken(token: string): string {
  const [, before, word, after] = PROSE.exec(token) ?? []
  if (word !== undefined && !HEX.test(word)) {
    return `${reference(before ?? '')}${word}${reference(after ?? '')}`
  }
  if (token === '+' || token === '→') return reference(token)
  const [, core = '', tail = ''] = /^(.*?)([.,;:)]*)$/s.exec(token) ?? []
  return core === '' ? reference(tail) : `${code(core)}${reference(tail)}`
}

/** A text as code. Character references stand for every sign, so that the text ends where the element does. */
export function code(text: string, charactersMax?: number): string {
  const inert = reference(plainText(text, charactersMax))
  // Addresses are looked for after references have been read, even in code.
  return `<code>${inert.replaceAll('&#64;', '&#64;<!-- -->')}</code>`
}

function reference(text: string): string {
  return text.replaceAll(/[!-+\-./:<-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
