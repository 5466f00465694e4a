/**
 * Entities by key, with two views. IAM's own reads show a change at once; authentication and
 * authorisation see it only when it has settled, as on AWS, where IAM is eventually consistent
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html).
 */
export interface Table<T> {
  /** What IAM's reads show. */
  get(key: string): T | undefined
  /** What authentication and authorisation see at a time. */
  settled(key: string, now: Date): T | undefined
  /** Everything that is there now or is still taken to be there at a time; for finding leftovers. */
  everything(now: Date): readonly T[]
  set(key: string, value: T): void
  delete(key: string): void
  /** What IAM's reads show, sorted by key. */
  values(): readonly T[]
  size(): number
}

/** How long changes take to settle, and what time it is. */
export interface Settling {
  readonly milliseconds: number
  readonly now: () => Date
}

interface Change<T> {
  readonly at: number
  readonly value: T | undefined
}

/** An empty table. */
export function createTable<T>(settling: Settling): Table<T> {
  const current = new Map<string, T>()
  const past = new Map<string, Change<T>[]>()
  let sorted: readonly T[] | undefined

  const change = (key: string, value: T | undefined): void => {
    sorted = undefined
    if (settling.milliseconds > 0) {
      const now = settling.now().getTime()
      const changes = [...(past.get(key) ?? []), { at: now, value }]
      past.set(key, withoutSuperseded(changes, now - settling.milliseconds))
    }
    if (value === undefined) current.delete(key)
    else current.set(key, value)
  }

  const settled = (key: string, now: Date): T | undefined => {
    if (settling.milliseconds === 0) return current.get(key)
    const horizon = now.getTime() - settling.milliseconds
    return past.get(key)?.findLast((entry) => entry.at <= horizon)?.value
  }

  return {
    get: (key) => current.get(key),
    settled,
    everything: (now) => {
      const lingering = [...past.keys()].filter((key) => !current.has(key))
      const settledOnly = lingering.map((key) => settled(key, now))
      return [...current.values(), ...settledOnly.filter((value) => value !== undefined)]
    },
    set: change,
    delete: (key) => {
      change(key, undefined)
    },
    values: () => {
      sorted ??= [...current].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
      return sorted
    },
    size: () => current.size,
  }
}

function withoutSuperseded<T>(changes: readonly Change<T>[], horizon: number): Change<T>[] {
  const first = changes.findLastIndex((entry) => entry.at <= horizon)
  return changes.slice(Math.max(first, 0))
}
