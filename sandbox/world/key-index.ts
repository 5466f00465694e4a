/** The keys of a bucket in S3's order. Cheap for many writes before a listing, and for single ones between listings. */
export interface KeyIndex {
  /** The key must not be there yet. */
  add(key: string): void
  delete(key: string): void
  /** All keys in order; good until the next change. */
  sorted(): readonly string[]
}

/** Up to so many new keys are put in place one by one; from more on, all are sorted in at once. */
const FEW = 64

/** An empty index. */
export function createKeyIndex(): KeyIndex {
  let keys: string[] = []
  let added: string[] = []
  const settle = (): string[] => {
    if (added.length > FEW) keys = merge(keys, added.sort(compareKeys))
    else for (const key of added) keys.splice(lowerBound(keys, key), 0, key)
    added = []
    return keys
  }
  return {
    add: (key) => {
      added.push(key)
    },
    delete: (key) => {
      const index = lowerBound(settle(), key)
      if (keys[index] === key) keys.splice(index, 1)
    },
    sorted: settle,
  }
}

/** The index of the first key that is not before the given one in S3's order. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(keys[middle] ?? '', key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** S3 lists in the order of UTF-8 bytes, which differs from that of UTF-16 beyond U+D7FF. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const one = a.charCodeAt(index)
    const other = b.charCodeAt(index)
    if (one !== other) return rank(one) - rank(other)
  }
  return a.length - b.length
}

/** Puts surrogates, which stand for the characters beyond U+FFFF, behind all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

function merge(one: readonly string[], other: readonly string[]): string[] {
  const merged: string[] = []
  let next = 0
  for (const key of one) {
    for (let rival = other[next]; rival !== undefined && compareKeys(rival, key) < 0;) {
      merged.push(rival)
      next += 1
      rival = other[next]
    }
    merged.push(key)
  }
  return [...merged, ...other.slice(next)]
}
