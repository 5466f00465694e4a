import { serversTime } from '../clock.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { CallOptions } from '../call-options.ts'
import { emptyLedger, isOver, isBeingWritten, isIncredible } from './deny-ledger.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { unpublished } from './plan-policy.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'
import { removePolicies } from './remove-policies.ts'
import { takeLedger, writePolicy } from './write-policy.ts'

/** What reconciling one target came to. */
export interface ReconciledTarget {
  readonly target: DenyTarget
  /** Policies removed from IAM. */
  readonly removed: number
  /** Sessions that wait for their deny still; 0 where that could not be read. */
  readonly waiting: number
  /** What kept it from being finished; the next sweep tries again. */
  readonly error?: DaypassError
}

/**
 * Brings IAM and the tombstones of every target together: writes denies that no process finished, removes
 * policies and tombstones whose sessions have ended. Part of every sweep by somebody with the IAM right;
 * safe at any number at once. One target that fails does not stop the others.
 */
export async function reconcileDenials(
  ports: DenyPorts,
  options: CallOptions = {},
): Promise<readonly ReconciledTarget[]> {
  const reconciled: ReconciledTarget[] = []
  for await (const target of ports.store.targets()) {
    if (options.signal?.aborted === true) break
    reconciled.push(await reconcileTarget(ports, target, options))
  }
  return reconciled
}

async function reconcileTarget(
  ports: DenyPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<ReconciledTarget> {
  let view: View | undefined
  let removed = 0
  try {
    view = await look(ports, target)
    while (view.waiting > 0 && (await writeForOthers(ports, view, options)))
      view = await look(ports, target)
    removed = await removeWhatIsOver(ports, view, options)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { target, removed, waiting: view?.waiting ?? 0, error }
  }
  return { target, removed, waiting: view.waiting }
}

interface View {
  readonly target: DenyTarget
  readonly stored: StoredLedger | undefined
  readonly tombstones: readonly DenyEntry[]
  readonly waiting: number
}

async function look({ store, clock }: DenyPorts, target: DenyTarget): Promise<View> {
  const [stored, tombstones] = await allOrFirstFailure([
    store.readLedger(target),
    store.tombstones(target),
  ])
  const waiting = unpublished(
    stored?.ledger ?? emptyLedger(target),
    tombstones,
    serversTime(clock),
  ).length
  return { target, stored, tombstones, waiting }
}

/** Answers false when somebody else is writing for all that waits. */
async function writeForOthers(
  ports: DenyPorts,
  { target, stored }: View,
  options: CallOptions,
): Promise<boolean> {
  if (stored !== undefined && isBeingWritten(stored.ledger, ports.clock.now())) return false
  const taken = await takeLedger(ports, target, stored)
  if (taken === undefined) return false
  await writePolicy(ports, taken, options)
  return true
}

async function removeWhatIsOver(
  ports: DenyPorts,
  { target, stored, tombstones }: View,
  options: CallOptions,
): Promise<number> {
  const now = serversTime(ports.clock)
  await ports.store.removeTombstones(
    target,
    tombstones.filter(
      (entry) => isOver(entry, now) || (now !== undefined && isIncredible(entry, now)),
    ),
  )
  return await removePolicies(ports, stored, options)
}
