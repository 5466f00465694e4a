import type { CallOptions } from '../call-options.ts'
import { serversTime } from '../clock.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import { changeLedger } from './change-ledger.ts'
import { type DenyPolicy, removable } from './deny-ledger.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'

/** What removing old deny policies came to. */
export interface Removal {
  /** How many were removed. */
  readonly removed: number
  /** The ledger without them. */
  readonly stored: StoredLedger | undefined
  /** The first thing that kept one of them where it is. */
  readonly error?: DaypassError
}

/**
 * Removes the deny policies of a ledger that are needed no more by the servers' time, each by itself, from IAM before the ledger forgets it:
 * one that fails does not keep the others, and death midway and doing it twice are harmless.
 */
export async function removePolicies(
  ports: DenyPorts,
  before: StoredLedger | undefined,
  options: CallOptions,
): Promise<Removal> {
  const old = before === undefined ? [] : removable(before.ledger, serversTime(ports.clock))
  let removal: Removal = { removed: 0, stored: before }
  for (const policy of old) {
    if (options.signal?.aborted === true) break
    removal = await removeOne(ports, removal, policy, options)
  }
  return removal
}

async function removeOne(
  ports: DenyPorts,
  { removed, stored, ...rest }: Removal,
  policy: DenyPolicy,
  options: CallOptions,
): Promise<Removal> {
  if (stored === undefined) return { removed, stored, ...rest }
  try {
    await ports.policies.remove(stored.ledger.target, policy.name, policy.kind, options)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { removed, stored, error: rest.error ?? error }
  }
  return { ...rest, removed: removed + 1, stored: await forgetPolicy(ports, stored, policy) }
}

/** Takes a policy off the list. */
export async function forgetPolicy(
  ports: DenyPorts,
  stored: StoredLedger | undefined,
  { name, kind }: DenyPolicy,
): Promise<StoredLedger | undefined> {
  return await changeLedger(ports, stored, (ledger) => ({
    ...ledger,
    policies: ledger.policies.filter((other) => other.name !== name || other.kind !== kind),
  }))
}
