import type { Condition, ObjectStore, StoredObject } from '../../state/objects.ts'

/** One call, as a hook sees it. A listing is one operation a page. */
export type ObjectOperation =
  | { readonly kind: 'get'; readonly key: string }
  | {
      readonly kind: 'put'
      readonly key: string
      readonly body: string
      readonly condition: Condition | undefined
    }
  | { readonly kind: 'remove'; readonly keys: readonly string[] }
  | { readonly kind: 'list'; readonly prefix: string; readonly after: string }

/** Faults are the hooks' business: what `before` throws has no effect, what `after` throws has. */
export interface MemoryOptions {
  before?(operation: ObjectOperation): void | Promise<void>
  after?(operation: ObjectOperation): void | Promise<void>
  /** Keys a page of a listing, default 1,000 as in S3. */
  readonly pageSize?: number
}

/** An {@link ObjectStore} in memory, for tests, and a look inside. */
export interface MemoryObjects extends ObjectStore {
  /** What is stored now. */
  readonly stored: ReadonlyMap<string, StoredObject>
}

/** A store that keeps every promise of {@link ObjectStore}; versions are never used twice. */
export function memoryObjects(options: MemoryOptions = {}): MemoryObjects {
  const stored = new Map<string, StoredObject>()
  const keys: string[] = []
  const pageSize = options.pageSize ?? 1000
  let writes = 0

  async function during<T>(operation: ObjectOperation, effect: () => T): Promise<T> {
    await options.before?.(operation)
    const result = effect()
    await options.after?.(operation)
    return result
  }
  function write(key: string, body: string): { readonly version: string } {
    if (!stored.has(key)) keys.splice(firstAtLeast(keys, key), 0, key)
    const version = `v${++writes}`
    stored.set(key, { body, version })
    return { version }
  }
  function erase(key: string): void {
    if (stored.delete(key)) keys.splice(firstAtLeast(keys, key), 1)
  }
  function page(prefix: string, after: string): string[] {
    const start = firstAtLeast(keys, after < prefix ? prefix : `${after}\0`)
    const candidates = keys.slice(start, start + pageSize)
    return candidates.filter((key) => key.startsWith(prefix))
  }

  return {
    place: 'memory',
    stored,
    get: async (key) => await during({ kind: 'get', key }, () => stored.get(key)),
    put: async (key, body, condition) =>
      await during({ kind: 'put', key, body, condition }, () =>
        holds(condition, stored.get(key)) ? write(key, body) : 'conflict',
      ),
    remove: async (removed) => {
      await during({ kind: 'remove', keys: removed }, () => {
        removed.forEach(erase)
      })
    },
    removeVersion: async (key, version) => {
      await during({ kind: 'remove', keys: [key] }, () => {
        if (stored.get(key)?.version === version) erase(key)
      })
    },
    async *list(prefix, { after = '' } = {}) {
      for (let last = after; ;) {
        const found = await during({ kind: 'list', prefix, after: last }, () => page(prefix, last))
        yield* found
        if (found.length < pageSize) return
        last = found.at(-1) ?? last
      }
    },
  }
}

function holds(condition: Condition | undefined, found: StoredObject | undefined): boolean {
  if (condition === undefined) return true
  return 'absent' in condition ? found === undefined : found?.version === condition.version
}

function firstAtLeast(sorted: readonly string[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
