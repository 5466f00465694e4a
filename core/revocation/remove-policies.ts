import type { CallOptions } from '../call-options.ts'
import { serversTime } from '../clock.ts'
import { withDeadline } from '../deadline.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import { inParallel } from '../language/in-parallel.ts'
import { changeLedger } from './change-ledger.ts'
import type { DenyTarget } from './deny-entry.ts'
import { type DenyLedger, type DenyPolicy, isOver, removable } from './deny-ledger.ts'
import { endInName } from './deny-name.ts'
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

/** How many old policies one revocation clears at the most, how many of them at once, and for how long. */
const CLEARED_MAX = 40
const AT_ONCE = 8
const CLEAR_MILLISECONDS = 5000

/** A policy by its name and kind. */
type Named = Pick<DenyPolicy, 'name' | 'kind'>

/**
 * Removes from IAM what a ledger needs no more by the servers' time, and answers what surely went. What fails is left: it
 * is still on the ledger, which the caller has to change.
 */
export async function clearPolicies(
  ports: DenyPorts,
  ledger: DenyLedger,
  options: CallOptions,
): Promise<readonly Named[]> {
  const old = removable(ledger, serversTime(ports.clock))
  return await removeAtOnce(ports, ledger.target, old, options)
}

/**
 * Removes from IAM what is over by its name, for sessions of which no ledger is left. Answers false, and removes nothing,
 * where the caller may not list the policies.
 */
export async function clearByNames(
  ports: Pick<DenyPorts, 'policies' | 'clock'>,
  target: DenyTarget,
  options: CallOptions,
): Promise<boolean> {
  const names = await ports.policies.names(target, 'inline', options)
  if (names === undefined) return false
  await clearEnded(ports, target, names, options)
  return true
}

/** Removes from IAM what is over by its name, of the inline policies that a target has. */
export async function clearEnded(
  ports: Pick<DenyPorts, 'policies' | 'clock'>,
  target: DenyTarget,
  names: ReadonlySet<string>,
  options: CallOptions,
): Promise<void> {
  const now = serversTime(ports.clock)
  const old = [...names].filter((name) => {
    const until = endInName(name)
    return until !== undefined && isOver({ name, until }, now)
  })
  const inline = old.map((name) => ({ name, kind: 'inline' as const }))
  await removeAtOnce(ports, target, inline, options)
}

async function removeAtOnce(
  { policies, clock }: Pick<DenyPorts, 'policies' | 'clock'>,
  target: DenyTarget,
  old: readonly Named[],
  { signal }: CallOptions,
): Promise<readonly Named[]> {
  const cleared: Named[] = []
  if (old.length === 0) return cleared
  await withDeadline(clock, { milliseconds: CLEAR_MILLISECONDS, signal }, async (ended) => {
    await inParallel(old.slice(0, CLEARED_MAX), AT_ONCE, async (policy) => {
      if (ended.aborted) return
      try {
        await policies.remove(target, policy.name, policy.kind, { signal: ended })
        cleared.push(policy)
      } catch (error) {
        if (!isDaypassError(error)) throw error
      }
    })
  })
  return cleared
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
