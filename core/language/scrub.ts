// AWS keys have 40 characters of this alphabet, session tokens hundreds; daypass's own names have at most 35.
const LIKE_A_SECRET = /[A-Za-z0-9/+=]{38,}/g

/**
 * Takes out of a foreign text all that could be a secret key or a session token: AWS repeats the headers
 * of a request, the caller's token among them, when a signature does not match.
 */
export function scrub(text: string): string {
  return text.replaceAll(LIKE_A_SECRET, '[…]')
}

/** Where an error comes from, through all its causes: names, messages without secrets, and frames. */
export function trace(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const head = `${error.name}: ${scrub(error.message)}`
  const cause = error.cause === undefined ? '' : trace(error.cause)
  return `${[head, ...frames].join('\n')}\n${cause === '' ? '' : `caused by ${cause}`}`
}
