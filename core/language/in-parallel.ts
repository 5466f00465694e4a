/**
 * Runs a task for every item, at most `limit` at once, which is asked for each time where it changes. After the first failure, of a task or of the items, no further task is
 * started; the failure is thrown when those under way have come to rest.
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number | (() => number),
  task: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  const isFull = (): boolean => running.size >= (typeof limit === 'number' ? limit : limit())
  try {
    for await (const item of items) {
      const one: Promise<void> = task(item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(one))
      running.add(one)
      while (isFull()) await Promise.race(running)
      if (failures.length > 0) break
    }
  } catch (error) {
    failures.push(error)
  }
  await Promise.all(running)
  if (failures.length > 0) throw failures[0]
}

/** Waits for all, whatever fails, and then throws the first failure: nothing goes on unwatched. */
export async function allOrFirstFailure<T extends readonly unknown[] | []>(
  tasks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled<unknown>(tasks)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return await Promise.all(tasks)
}
