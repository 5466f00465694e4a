import type { History } from './history.ts'
import { createHistory } from './history.ts'
import type { Parted } from './parts.ts'
import { whole } from './parts.ts'
import type { Sight, Timing } from './timing.ts'

/**
 * Entities by key, with more than one view. A change is there at once; authentication and authorisation go by
 * it only when it has taken hold, and some answers may not show it for a while, as on AWS, where IAM is
 * eventually consistent (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html).
 */
export interface Table<T> {
  /** What is there. */
  get(key: string): T | undefined
  /** What authentication and authorisation see at a time. */
  settled(key: string, now: Date): T | undefined
  /** What somebody sees who is not shown every change yet. */
  seen(key: string, sight: Sight): T | undefined
  /** Everything that is there now or is still taken to be there at a time; for finding leftovers. */
  everything(now: Date): readonly T[]
  set(key: string, value: T): void
  delete(key: string): void
  /** What is there, sorted by key. */
  values(): readonly T[]
  /** The same as somebody sees it who is not shown every change yet. */
  valuesSeen(sight: Sight): readonly T[]
  size(): number
}

/** An empty table. `parted` says what of an entity changes by itself; nothing when absent. */
export function createTable<T>(timing: Timing, parted: Parted<T> = whole()): Table<T> {
  const current = new Map<string, T>()
  const histories = new Map<string, History<T>>()
  let sorted: readonly T[] | undefined

  const change = (key: string, value: T | undefined): void => {
    sorted = undefined
    const history = histories.get(key) ?? createHistory(parted, current.get(key))
    history.note(value, timing)
    if (history.settledAt() > timing.now().getTime()) histories.set(key, history)
    else histories.delete(key)
    if (value === undefined) current.delete(key)
    else current.set(key, value)
  }

  const settled = (key: string, now: Date): T | undefined => {
    const history = histories.get(key)
    const time = now.getTime()
    if (history === undefined || history.settledAt() <= time) return current.get(key)
    return history.with(({ takesHoldAt }) => takesHoldAt <= time)
  }

  const seen = (key: string, sight: Sight): T | undefined => {
    const history = histories.get(key)
    return history === undefined ? current.get(key) : history.with(sight)
  }

  const lingering = (): string[] => [...histories.keys()].filter((key) => !current.has(key))

  return {
    get: (key) => current.get(key),
    settled,
    seen,
    everything: (now) => {
      const settledOnly = lingering().map((key) => settled(key, now))
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
    valuesSeen: (sight) =>
      [...current.keys(), ...lingering()]
        .sort()
        .map((key) => seen(key, sight))
        .filter((value) => value !== undefined),
    size: () => current.size,
  }
}
