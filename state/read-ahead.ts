/**
 * Reads something for every item, a bounded number at once, and hands the results out in the items'
 * order. After a failure, or when the consumer leaves, nothing further is begun.
 */
export async function* readAhead<T, R>(
  items: AsyncIterable<T>,
  limit: number,
  read: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = []
  for await (const item of items) {
    const reading = read(item)
    // Its failure is thrown when its turn comes; until then nobody waits for it.
    reading.catch(() => undefined)
    begun.push(reading)
    const first = begun.length < limit ? undefined : begun.shift()
    if (first !== undefined) yield await first
  }
  for (const reading of begun) yield await reading
}
