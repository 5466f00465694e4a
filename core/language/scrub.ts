/**
 * AWS keys have 40 characters of this alphabet, session tokens hundreds, also as a URL has them; daypass's own names have at
 * most 35. The longer kind is that of tokens of OIDC, with dots and dashes: names of AWS have at most 64. What
 * belongs to an ARN is no secret.
 */
const LIKE_A_SECRET =
  /(?<!\barn:aws[\w:/.@-]*)(?:(?:[A-Za-z0-9/+=]|%[0-9A-Fa-f]{2}){38,}|(?:[\w/+=.~-]|%[0-9A-Fa-f]{2}){65,})/g

const CHARACTERS_MAX = 10_000

/**
 * Takes out of a foreign text all that could be a secret key or a session token: AWS repeats the headers
 * of a request, the caller's token among them, when a signature does not match.
 */
export function scrub(text: string): string {
  // What would be cut in the middle of a secret goes with it.
  const head =
    text.length > CHARACTERS_MAX ? text.slice(0, CHARACTERS_MAX).replace(/\S*$/, '') : text
  return head.replaceAll(LIKE_A_SECRET, '[…]')
}

/** Where an error comes from, through all its causes: names, messages without secrets, and frames. */
export function trace(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const head = `${error.name}: ${scrub(error.message)}`
  const cause = error.cause === undefined ? '' : trace(error.cause)
  return `${[head, ...frames].join('\n')}\n${cause === '' ? '' : `caused by ${cause}`}`
}
