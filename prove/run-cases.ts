import { isDaypassError } from '../core/errors.ts'
import type { Bench } from './bench.ts'
import { type Case, type Row, notTried } from './case.ts'

/**
 * Runs cases one after the other. What a case needs and AWS does not give makes it `not tried`, with the
 * reason; the next one runs all the same. After a stop signal no further one does.
 *
 * @param onCase - hears of each case before it begins.
 */
export async function runCases(
  bench: Bench,
  cases: readonly Case[],
  onCase: (one: Case) => Promise<void>,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  const isStopped = () => bench.signal.aborted
  for (const one of cases) {
    if (isStopped()) {
      rows.push({ case: one.id, ...notTried(one.title, 'stopped') })
      continue
    }
    await onCase(one)
    try {
      for await (const found of one.run(bench)) rows.push({ case: one.id, ...found })
    } catch (error) {
      const why = isStopped() ? 'stopped' : reasonOf(error)
      rows.push({ case: one.id, ...notTried(one.title, why) })
    }
  }
  return rows
}

function reasonOf(error: unknown): string {
  if (!isDaypassError(error)) throw error
  return `${error.code}: ${error.message}`
}
