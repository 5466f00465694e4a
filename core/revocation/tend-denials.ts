import { type DaypassError, isDaypassError } from '../errors.ts'
import type { CallOptions } from '../ports.ts'
import { emptyBoard, isOver, removable } from './board.ts'
import type { DenyTarget } from './deny-entry.ts'
import { unpublished } from './plan-policy.ts'
import type { RevocationPorts } from './ports.ts'
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
  let removed = 0
  try {
    await writeWhatWaits(ports, target, options)
    removed = await removeWhatIsOver(ports, target, options)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { target, removed, waiting: await countWaiting(ports, target), error }
  }
  return { target, removed, waiting: await countWaiting(ports, target) }
}

async function writeWhatWaits(
  ports: RevocationPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<void> {
  while ((await countWaiting(ports, target)) > 0) {
    const stored = await ports.store.readBoard(target)
    const busy = stored?.board.writer !== undefined && stored.board.writer.until > ports.clock.now()
    const taken = busy ? undefined : await takeBoard(ports, target, stored)
    // Somebody else is writing for all that waits.
    if (taken === undefined) return
    await writePolicy(ports, taken, options)
  }
}

/** Removes policies from IAM before the board forgets them; twice is harmless. */
async function removeWhatIsOver(
  ports: RevocationPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<number> {
  const now = ports.clock.now()
  const over = (await ports.store.buried(target)).filter((entry) => isOver(entry, now))
  await ports.store.unbury(target, over)
  const stored = await ports.store.readBoard(target)
  if (stored === undefined) return 0
  const old = removable(stored.board, now)
  for (const { name, kind } of old) await ports.policies.remove(target, name, kind, options)
  if (old.length === 0) return 0
  const policies = stored.board.policies.filter((policy) => !old.includes(policy))
  await ports.store.writeBoard({ ...stored.board, policies }, stored)
  return old.length
}

async function countWaiting(ports: RevocationPorts, target: DenyTarget): Promise<number> {
  const stored = await ports.store.readBoard(target)
  const buried = await ports.store.buried(target)
  return unpublished(stored?.board ?? emptyBoard(target), buried, ports.clock.now()).length
}
