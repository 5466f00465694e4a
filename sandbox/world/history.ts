import type { Part, Parted } from './parts.ts'
import type { ChangeMark, Timing } from './timing.ts'

/** A change of an entity as a whole, or of one part of it. */
interface Change<T> extends ChangeMark {
  /** Epoch milliseconds. */
  readonly takesHoldAt: number
  readonly shownAt: number
  /** Absent where the whole changed. */
  readonly part?: string
  readonly value: T | Part | undefined
}

/** What happened to one entity of late, each part of it by itself. */
export interface History<T> {
  /** Notes that the entity became another one, came or went. */
  note(after: T | undefined, timing: Timing): void
  /** The entity as it is with the changes that are chosen. */
  with(chosen: (change: ChangeMark & { readonly takesHoldAt: number }) => boolean): T | undefined
  /** From when on, in epoch milliseconds, everybody sees and honours everything. */
  settledAt(): number
}

/** The history of an entity that has long been what it is, or has never been. */
export function createHistory<T>(parted: Parted<T>, before: T | undefined): History<T> {
  let current = before
  let changes: Change<T>[] = differences(parted, undefined, before).map((difference) => ({
    ...difference,
    number: -1,
    at: Number.NEGATIVE_INFINITY,
    takesHoldAt: Number.NEGATIVE_INFINITY,
    shownAt: Number.NEGATIVE_INFINITY,
  }))
  return {
    note: (after, timing) => {
      const at = timing.now().getTime()
      const made = differences(parted, current, after).map((difference) => {
        const { number, takesHoldMs, shownMs } = timing.ofChange()
        return { ...difference, number, at, takesHoldAt: at + takesHoldMs, shownAt: at + shownMs }
      })
      changes = [...withoutSuperseded(changes, at), ...made]
      current = after
    },
    with: (chosen) => assemble(parted, changes.filter(chosen)),
    settledAt: () =>
      Math.max(...changes.map(({ takesHoldAt, shownAt }) => Math.max(takesHoldAt, shownAt))),
  }
}

type Difference<T> = Pick<Change<T>, 'part' | 'value'>

function differences<T>(
  parted: Parted<T>,
  before: T | undefined,
  after: T | undefined,
): Difference<T>[] {
  const old = before === undefined ? new Map<string, Part>() : parted.split(before)
  const young = after === undefined ? new Map<string, Part>() : parted.split(after)
  const same = before !== undefined && after !== undefined && parted.isSameWhole(before, after)
  return [
    ...(same ? [] : [{ value: after }]),
    ...[...old.keys()]
      .filter((part) => !young.has(part))
      .map((part) => ({ part, value: undefined })),
    ...[...young]
      .filter(([part, value]) => old.get(part) !== value)
      .map(([part, value]) => ({ part, value })),
  ]
}

function assemble<T>(parted: Parted<T>, changes: readonly Change<T>[]): T | undefined {
  let entity: T | undefined
  const parts = new Map<string, Part>()
  for (const { part, value } of changes) {
    if (part === undefined) entity = value as T | undefined
    else if (value === undefined) parts.delete(part)
    else parts.set(part, value as Part)
  }
  return entity === undefined ? undefined : parted.join(entity, parts)
}

/** Drops what everybody has long seen replaced. */
function withoutSuperseded<T>(changes: readonly Change<T>[], now: number): Change<T>[] {
  const settled = new Set<string | undefined>()
  return changes
    .toReversed()
    .filter(({ part, takesHoldAt, shownAt }) => {
      if (settled.has(part)) return false
      if (takesHoldAt <= now && shownAt <= now) settled.add(part)
      return true
    })
    .reverse()
}
