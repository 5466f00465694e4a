import type { InputReader } from './input-reader.ts'

/** Session tags by key. */
export type SessionTags = Readonly<Record<string, string>>

const LIKE = 'a JSON object of texts, or lines key=value'

/** Session tags: a JSON object as configure-aws-credentials takes it, or a line for each tag. */
export function tagsIn(read: InputReader): SessionTags | undefined {
  return read.parsed('session-tags', parseTags, LIKE)
}

/** Undefined for what is not a set of tags. AWS's own rules are checked with the role's. */
export function parseTags(text: string): SessionTags | undefined {
  return text.startsWith('{') ? fromJson(text) : fromLines(text)
}

function fromJson(text: string): SessionTags | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const entries = Object.entries(value).map(([key, one]: [string, unknown]) =>
      typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
        ? ([key, String(one)] as const)
        : undefined,
    )
    const right = entries.filter((entry) => entry !== undefined)
    return right.length === entries.length ? Object.fromEntries(right) : undefined
  } catch {
    return undefined
  }
}

function fromLines(text: string): SessionTags | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const entries = lines.map((line) => {
    const equals = line.indexOf('=')
    return [line.slice(0, equals).trim(), line.slice(equals + 1).trim(), equals > 0] as const
  })
  const keys = new Set(entries.map(([key]) => key))
  if (!entries.every(([, , isPair]) => isPair) || keys.size < entries.length) return undefined
  return Object.fromEntries(entries.map(([key, value]) => [key, value]))
}
