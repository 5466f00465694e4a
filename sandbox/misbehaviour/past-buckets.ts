import type { Bucket, ObjectVersion } from '../world/bucket.ts'
import { createKeyIndex } from '../world/key-index.ts'

/** Buckets as they were a moment ago. */
export interface PastBuckets {
  /** Runs something that may change the bucket, and remembers what was there before. */
  readonly during: <T>(bucket: Bucket, when: { time: number; keptMs: number }, change: () => T) => T
  /** The bucket as it was at a time, as far as that is remembered. */
  readonly at: (bucket: Bucket, time: number) => Bucket
}

interface KeyChange {
  readonly time: number
  readonly key: string
  readonly before: ObjectVersion[] | undefined
}

/** Nothing remembered yet. */
export function createPastBuckets(): PastBuckets {
  const journals = new WeakMap<Bucket, readonly KeyChange[]>()
  return {
    during: (bucket, { time, keptMs }, change) => {
      if (keptMs === 0) return change()
      const before = new Map(bucket.objects)
      try {
        return change()
      } finally {
        const journal = (journals.get(bucket) ?? []).filter((entry) => entry.time >= time - keptMs)
        journals.set(bucket, [...journal, ...changesSince(before, bucket, time)])
      }
    },
    at: (bucket, time) => {
      const undone = (journals.get(bucket) ?? []).filter((entry) => entry.time > time)
      return undone.length === 0 ? bucket : withUndone(bucket, undone)
    },
  }
}

function changesSince(
  before: ReadonlyMap<string, ObjectVersion[]>,
  { objects }: Bucket,
  time: number,
): readonly KeyChange[] {
  return [...new Set([...before.keys(), ...objects.keys()])]
    .filter((key) => before.get(key) !== objects.get(key))
    .map((key) => ({ time, key, before: before.get(key) }))
}

function withUndone(bucket: Bucket, undone: readonly KeyChange[]): Bucket {
  const objects = new Map(bucket.objects)
  for (const { key, before } of undone.toReversed()) {
    if (before === undefined) objects.delete(key)
    else objects.set(key, before)
  }
  const keys = createKeyIndex()
  for (const key of objects.keys()) keys.add(key)
  return { ...bucket, objects, keys }
}
