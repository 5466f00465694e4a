import type { CallOptions } from '../call-options.ts'
import { secondsAfter, serversTime } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import { changeLedger } from './change-ledger.ts'
import type { DenyTarget } from './deny-entry.ts'
import { type DenyLedger, IAM_LAG_SECONDS, emptyLedger } from './deny-ledger.ts'
import type { DenyPorts } from './ports.ts'

/** Whether the role or user that carries denies is gone, and all its sessions with it. */
export type TargetFate =
  | { readonly is: 'there' }
  /** IAM does not know it, which it may also say of what is new. */
  | { readonly is: 'perhaps-gone'; readonly certainAt: Date }
  | { readonly is: 'gone' }

/**
 * Looks whether a target is gone after IAM refused something on it. IAM has to say so twice, with its own lag between
 * them; the ledger keeps the first time. What was refused for another reason is `there`.
 *
 * @param bornAt - when the session in question was issued: a target that was seen gone before was made anew since then.
 */
export async function targetFate(
  ports: DenyPorts,
  target: DenyTarget,
  { bornAt, signal }: CallOptions & { bornAt?: Date } = {},
): Promise<TargetFate> {
  const exists = await askWhether(ports, target, { signal })
  const found = await ports.store.readLedger(target)
  if (exists !== false) {
    if (exists === true) await changeLedger(ports, found, seenAgain)
    return { is: 'there' }
  }
  const now = serversTime(ports.clock)
  if (now === undefined) return { is: 'there' }
  const since = found?.ledger.goneSince
  if (since === undefined || (bornAt !== undefined && bornAt > since)) {
    const ledger = found?.ledger ?? emptyLedger(target)
    // Whoever writes at the same time puts the first time off by one look.
    await ports.store.writeLedger({ ...ledger, goneSince: now }, found)
    return { is: 'perhaps-gone', certainAt: secondsAfter(now, IAM_LAG_SECONDS) }
  }
  const certainAt = secondsAfter(since, IAM_LAG_SECONDS)
  return certainAt <= now ? { is: 'gone' } : { is: 'perhaps-gone', certainAt }
}

/** Whether an error may mean that what was written to is not there: who has few rights is only told that it has none. */
export function mayMeanGone(error: unknown): boolean {
  return isDaypassError(error, 'aws-rejected', 'aws-denied')
}

async function askWhether(
  { policies }: DenyPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<boolean | undefined> {
  try {
    return await policies.targetExists(target, options)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return undefined
  }
}

function seenAgain(ledger: DenyLedger): DenyLedger {
  const { goneSince, ...rest } = ledger
  return goneSince === undefined ? ledger : rest
}
