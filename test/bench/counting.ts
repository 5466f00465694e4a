import type { Sandbox } from '../../sandbox/sandbox.ts'

/** What one verb asked of AWS. */
export interface Counted {
  readonly s3: number
  readonly aws: number
  /** Requests that had to wait for one another, at the least: groups that overlapped in time count once. */
  readonly serial: number
}

const DELAY_MILLISECONDS = 150

/**
 * Counts the requests of a verb on the sandbox. Every answer is delayed alike, so that the time the whole
 * takes, in delays, is the length of its longest chain.
 */
export async function count(sandbox: Sandbox, verb: () => Promise<unknown>): Promise<Counted> {
  const before = sandbox.requests.length
  const remove = sandbox.faults.add({ effect: { kind: 'delay', milliseconds: DELAY_MILLISECONDS } })
  const started = performance.now()
  await verb()
  const delays = (performance.now() - started) / DELAY_MILLISECONDS
  remove()
  const made = sandbox.requests.slice(before)
  const s3 = made.filter(({ service }) => service === 's3').length
  return { s3, aws: made.length - s3, serial: Math.floor(delays) }
}

/** Runs a verb many times, some at once, and answers how many a second. */
export async function perSecond(
  times: number,
  atOnce: number,
  verb: () => Promise<unknown>,
): Promise<number> {
  let left = times
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await verb()
    }),
  )
  return (times / (performance.now() - started)) * 1000
}
