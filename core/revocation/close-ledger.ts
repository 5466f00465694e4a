import { secondsAfter, serversTime } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'

/** How long others leave a ledger alone that is being closed, and how long the one who closes it may take. */
const CLOSING_SECONDS = 30
const CLOSE_WITHIN_SECONDS = 10

/** No session of a role that is gone lives longer (IAM User Guide, maximum session duration of a role). */
const GONE_KEPT_SECONDS = 12 * 3600

/**
 * Removes a ledger that says nothing any more: no policy is on it, no tombstone stands for its target, and nobody writes.
 * It is marked first, so that whoever revokes meanwhile waits and begins a new one; death midway leaves a mark that runs
 * out, of a writer that left nothing.
 */
export async function closeLedger(
  ports: DenyPorts,
  before: StoredLedger | undefined,
): Promise<void> {
  const { store, clock } = ports
  const now = serversTime(clock)
  if (before === undefined || now === undefined || !saysNothing(before, now)) return
  const { target } = before.ledger
  if ((await store.tombstones(target)).length > 0) return
  const id = Buffer.from(ports.random(9)).toString('hex')
  const writer = { id, until: secondsAfter(now, CLOSING_SECONDS) }
  const marked = await store.writeLedger({ ...before.ledger, writer }, before)
  if (marked === 'conflict') return
  // Whoever added a tombstone before now is seen, and whoever adds one from now on sees the mark.
  const tombstones = await store.tombstones(target)
  const isLate = secondsAfter(now, CLOSE_WITHIN_SECONDS) <= clock.now()
  if (tombstones.length > 0 || isLate || !(await removed(ports, marked)))
    await store.writeLedger(before.ledger, marked)
}

/** A ledger that stays because somebody may not remove it harms nobody. */
async function removed({ store }: DenyPorts, marked: StoredLedger): Promise<boolean> {
  try {
    await store.removeLedger(marked)
    return true
  } catch (error) {
    if (!isDaypassError(error, 'state-denied')) throw error
    return false
  }
}

function saysNothing(
  { ledger: { policies, writer, goneSince } }: StoredLedger,
  now: Date,
): boolean {
  const isGoneForLong = goneSince === undefined || secondsAfter(goneSince, GONE_KEPT_SECONDS) <= now
  return policies.length === 0 && writer === undefined && isGoneForLong
}
