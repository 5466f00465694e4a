import { serversTime } from '../clock.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { CallOptions } from '../call-options.ts'
import { changeLedger } from './change-ledger.ts'
import { closeLedger } from './close-ledger.ts'
import { emptyLedger, isOver, isBeingWritten, isIncredible } from './deny-ledger.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { mayMeanGone, targetFate } from './gone-target.ts'
import { leaveTarget } from './leave-target.ts'
import { unpublished } from './plan-policy.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'
import { type Removal, removePolicies } from './remove-policies.ts'
import { takeLedger, takeOver, writePolicy } from './write-policy.ts'

/** What reconciling one target came to. */
export interface ReconciledTarget {
  readonly target: DenyTarget
  /** Policies removed from IAM. */
  readonly removed: number
  /** Sessions that wait for their deny still; 0 where that could not be read. */
  readonly waiting: number
  /** Set when the role or user itself is gone, and its sessions with it. */
  readonly gone?: true
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
  try {
    const { error, ...done } = await bringTogether(ports, target, options)
    if (error === undefined) return done
    const fate = mayMeanGone(error) ? await targetFate(ports, target, options) : undefined
    if (fate?.is === 'perhaps-gone') return done
    if (fate?.is !== 'gone') return { ...done, error }
    return { ...done, ...(await leaveTarget(ports, target, options)), waiting: 0, gone: true }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { target, removed: 0, waiting: 0, error }
  }
}

async function bringTogether(
  ports: DenyPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<ReconciledTarget> {
  let view = await look(ports, target)
  let failure: DaypassError | undefined
  try {
    while (view.waiting > 0 && (await writeForOthers(ports, view, options)))
      view = await look(ports, target)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    failure = error
  }
  const { removed, stored, error = failure } = await removeWhatIsOver(ports, view, options)
  if (error === undefined) await closeLedger(ports, stored)
  return { target, removed, waiting: view.waiting, ...defined({ error }) }
}

interface View {
  readonly target: DenyTarget
  readonly stored: StoredLedger | undefined
  readonly tombstones: readonly DenyEntry[]
  readonly waiting: number
}

async function look(ports: DenyPorts, target: DenyTarget): Promise<View> {
  const { store, clock } = ports
  const [found, tombstones] = await allOrFirstFailure([
    store.readLedger(target),
    store.tombstones(target),
  ])
  const stored = await changeLedger(ports, found, (ledger) => takeOver(ledger, clock.now()))
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
): Promise<Removal> {
  const now = serversTime(ports.clock)
  await ports.store.removeTombstones(
    target,
    tombstones.filter(
      (entry) => isOver(entry, now) || (now !== undefined && isIncredible(entry, now)),
    ),
  )
  return await removePolicies(ports, stored, options)
}
