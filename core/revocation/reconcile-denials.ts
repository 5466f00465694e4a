import { secondsAfter, serversTime } from '../clock.ts'
import { DaypassError, isDaypassError } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { CallOptions } from '../call-options.ts'
import { changeLedger } from './change-ledger.ts'
import { closeLedger } from './close-ledger.ts'
import { WRITER_SECONDS, emptyLedger, isOver, isBeingWritten, isIncredible } from './deny-ledger.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { mayMeanGone, targetFate } from './gone-target.ts'
import { leaveTarget } from './leave-target.ts'
import { unpublished } from './plan-policy.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'
import { type Removal, removePolicies } from './remove-policies.ts'
import { restoreMissing } from './restore-policies.ts'
import { takeLedger, takeOver, writePolicy } from './write-policy.ts'

/** What reconciling one target came to. */
export interface ReconciledTarget {
  readonly target: DenyTarget
  /** Policies removed from IAM. */
  readonly removed: number
  /** Sessions that wait for their deny still; 0 where that could not be read. */
  readonly waiting: number
  /** Policies that somebody else had removed from IAM: their sessions could work until now. */
  readonly tampered?: number
  /** Set when the role or user itself is gone, and its sessions with it. */
  readonly gone?: true
  /** What kept it from being finished; the next sweep tries again. */
  readonly error?: DaypassError
}

/**
 * Brings IAM and the tombstones of every target together: writes denies that no process finished, and those again
 * that somebody else removed, and removes policies and tombstones whose sessions have ended. Part of every sweep by somebody with the IAM right;
 * safe at any number at once. One target that fails does not stop the others.
 */
export async function reconcileDenials(
  ports: DenyPorts,
  options: CallOptions = {},
): Promise<readonly ReconciledTarget[]> {
  const reconciled: ReconciledTarget[] = []
  const patience = { ...options, waitsUntil: secondsAfter(ports.clock.now(), WRITER_SECONDS) }
  for await (const target of ports.store.targets()) {
    if (options.signal?.aborted === true) break
    reconciled.push(await reconcileTarget(ports, target, patience))
  }
  return reconciled
}

/** How to bring targets together. */
interface Patience extends CallOptions {
  /** Until then the marks of others are respected, which by then are over if they were honest. */
  readonly waitsUntil: Date
}

/** How often it is waited for a writer. */
const LOOK_AGAIN_MILLISECONDS = 500

/** So many rounds that leave nothing fewer waiting are enough. */
const IDLE_ROUNDS_MAX = 5

async function reconcileTarget(
  ports: DenyPorts,
  target: DenyTarget,
  options: Patience,
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
  options: Patience,
): Promise<ReconciledTarget> {
  const found = await look(ports, target)
  const { tampered } = await restoreMissing(ports, found.stored, options)
  let view = tampered === 0 ? found : await look(ports, target)
  let failure: DaypassError | undefined
  try {
    for (let idle = 0; view.waiting > 0 && options.signal?.aborted !== true;) {
      if (idle === IDLE_ROUNDS_MAX) throw restless(target)
      const isLeft = await writeForOthers(ports, view, options)
      const next = await look(ports, target)
      if (!isLeft && next.waiting >= view.waiting) idle++
      view = next
    }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    failure = error
  }
  const { removed, stored, error = failure } = await removeWhatIsOver(ports, view, options)
  if (error === undefined) await closeLedger(ports, stored)
  const counted = tampered === 0 ? {} : { tampered }
  return { target, removed, waiting: view.waiting, ...counted, ...defined({ error }) }
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
  const now = serversTime(clock)
  const stored = now && (await changeLedger(ports, found, (ledger) => takeOver(ledger, now)))
  const waiting = unpublished(stored?.ledger ?? emptyLedger(target), tombstones, now).length
  return { target, stored, tombstones, waiting }
}

/**
 * Writes for all that waits. Whoever is writing is left to it for a while first; answers whether it was. A mark alone stops
 * nothing: taking the ledger from a writer costs a policy twice in IAM, and no safety.
 */
async function writeForOthers(
  ports: DenyPorts,
  { target, stored }: View,
  options: Patience,
): Promise<boolean> {
  const now = ports.clock.now()
  if (stored !== undefined && now < options.waitsUntil && isBeingWritten(stored.ledger, now)) {
    await ports.clock.sleep(LOOK_AGAIN_MILLISECONDS, options.signal)
    return true
  }
  const taken = await takeLedger(ports, target, stored, options)
  if (taken !== undefined) await writePolicy(ports, taken, options)
  return false
}

function restless({ arn }: DenyTarget): DaypassError {
  return new DaypassError(
    'lease-conflict',
    `what is known of the denies on ${arn} changes all the time`,
    {
      hint: 'somebody else writes to the store: see who may',
    },
  )
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
