import { lowerBound } from '../world/key-index.ts'

/** What to list. */
export interface KeyQuery {
  readonly prefix: string
  /** Empty for none. */
  readonly delimiter: string
  /** Lists what comes after this key or common prefix. */
  readonly after: string | undefined
  readonly limit: number
  readonly isListed: (key: string) => boolean
}

/** One page of keys. */
export interface KeyPage {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
  /** The last key or prefix of the page when there is more. */
  readonly next: string | undefined
}

/** The character after all others: no key with a prefix sorts behind the prefix and it. */
const LAST = '\u{10FFFF}'

/** Walks the sorted keys and reads no further than the page needs. Keys with a delimiter after the prefix fold into one. */
export function pageOfKeys(sorted: readonly string[], query: KeyQuery): KeyPage {
  const { prefix, delimiter, after, limit, isListed } = query
  const keys: string[] = []
  const prefixes: string[] = []
  let last: string | undefined
  for (let index = startIndex(sorted, query); index < sorted.length; index += 1) {
    const key = sorted[index] ?? ''
    if (!key.startsWith(prefix)) break
    const folded = foldedPrefix(key, prefix, delimiter)
    if (folded !== undefined && after === folded) {
      index = lowerBound(sorted, folded + LAST) - 1
      continue
    }
    if (!isListed(key)) continue
    if (keys.length + prefixes.length >= limit) {
      return { keys, prefixes, next: limit === 0 ? undefined : last }
    }
    last = folded ?? key
    if (folded === undefined) {
      keys.push(key)
    } else {
      prefixes.push(folded)
      index = lowerBound(sorted, folded + LAST) - 1
    }
  }
  return { keys, prefixes, next: undefined }
}

function startIndex(sorted: readonly string[], { prefix, after }: KeyQuery): number {
  const first = lowerBound(sorted, prefix)
  if (after === undefined) return first
  const index = lowerBound(sorted, after)
  return Math.max(first, sorted[index] === after ? index + 1 : index)
}

function foldedPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}
