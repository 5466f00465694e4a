import { allOrFirstFailure } from '../core/language/in-parallel.ts'

/**
 * Merges sequences that are sorted into one that is. Each is asked for its first item at once, side by side, and for
 * another only when that is needed. A failure is thrown when all that were asked have answered.
 */
export async function* mergeSorted<T>(
  sources: readonly AsyncIterable<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  try {
    const heads = [
      ...(await allOrFirstFailure(iterators.map(async (iterator) => await iterator.next()))),
    ]
    for (;;) {
      let first: { n: number; value: T } | undefined
      for (const [n, head] of heads.entries()) {
        if (head.done === true) continue
        if (first === undefined || compare(head.value, first.value) < 0) {
          first = { n, value: head.value }
        }
      }
      if (first === undefined) return
      yield first.value
      const next = await iterators[first.n]?.next()
      if (next !== undefined) heads[first.n] = next
    }
  } finally {
    await allOrFirstFailure(iterators.map(async (iterator) => await iterator.return?.()))
  }
}
