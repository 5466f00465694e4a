import { type DaypassError, isDaypassError } from '../errors.ts'
import { allOrFirstFailure } from '../in-parallel.ts'
import type { CallOptions } from '../ports.ts'
import { emptyBoard, isOver } from './board.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { unpublished } from './plan-policy.ts'
import type { RevocationPorts, StoredBoard } from './ports.ts'
import { removePolicies } from './remove-policies.ts'
import { takeBoard, writePolicy } from './write-policy.ts'

/** What tending one target came to. */
export interface TendedTarget {
  readonly target: DenyTarget
  /** Policies removed from IAM. */
  readonly removed: number
  /** Sessions that wait for their deny still. */
  readonly waiting: number
  /** What kept it from being finished; the next sweep tries again. */
  readonly error?: DaypassError
}

/**
 * Brings IAM and the tombstones of every target together: writes denies that no process finished, removes
 * policies and tombstones whose sessions have ended. Part of every sweep by somebody with the IAM right;
 * safe at any number at once. One target that fails does not stop the others.
 */
export async function tendDenials(
  ports: RevocationPorts,
  options: CallOptions = {},
): Promise<readonly TendedTarget[]> {
  const tended: TendedTarget[] = []
  for await (const target of ports.store.targets()) {
    if (options.signal?.aborted === true) break
    tended.push(await tendTarget(ports, target, options))
  }
  return tended
}

async function tendTarget(
  ports: RevocationPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<TendedTarget> {
  let view = await look(ports, target)
  let removed = 0
  try {
    while (view.waiting > 0 && (await writeForOthers(ports, view, options)))
      view = await look(ports, target)
    removed = await removeWhatIsOver(ports, view, options)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { target, removed, waiting: view.waiting, error }
  }
  return { target, removed, waiting: view.waiting }
}

interface View {
  readonly target: DenyTarget
  readonly stored: StoredBoard | undefined
  readonly buried: readonly DenyEntry[]
  readonly waiting: number
}

async function look({ store, clock }: RevocationPorts, target: DenyTarget): Promise<View> {
  const [stored, buried] = await allOrFirstFailure([store.readBoard(target), store.buried(target)])
  const waiting = unpublished(stored?.board ?? emptyBoard(target), buried, clock.now()).length
  return { target, stored, buried, waiting }
}

/** Answers false when somebody else is writing for all that waits. */
async function writeForOthers(
  ports: RevocationPorts,
  { target, stored }: View,
  options: CallOptions,
): Promise<boolean> {
  const writer = stored?.board.writer
  if (writer !== undefined && writer.until > ports.clock.now()) return false
  const taken = await takeBoard(ports, target, stored)
  if (taken === undefined) return false
  await writePolicy(ports, taken, options)
  return true
}

async function removeWhatIsOver(
  ports: RevocationPorts,
  { target, stored, buried }: View,
  options: CallOptions,
): Promise<number> {
  const now = ports.clock.now()
  await ports.store.unbury(
    target,
    buried.filter((entry) => isOver(entry, now)),
  )
  return await removePolicies(ports, stored, options)
}
