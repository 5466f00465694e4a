import { secondsAfter, wholeSecond } from '../clock.ts'
import { DaypassError, isDaypassError } from '../errors.ts'
import { allOrFirstFailure } from '../language/in-parallel.ts'
import type { CallOptions } from '../call-options.ts'
import { deniedSince, isBeingWritten } from './deny-ledger.ts'
import type { Denial, DenyTarget } from './deny-entry.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'
import { removePolicies } from './remove-policies.ts'
import { takeLedger, writePolicy } from './write-policy.ts'

/**
 * Denies one session everything, and no other. Resolves with the time at which IAM acknowledged it; AWS then
 * takes some seconds to apply it everywhere.
 *
 * The tombstone comes first: from then on whoever writes next writes for this session too, and the sweep
 * does if nobody else. Many at once share one IAM write, those of one process each look for it too; alone it is one write as well.
 *
 * @throws `aws-limit-exceeded` when the target has no room for another deny; what IAM answers; `cancelled`.
 * The tombstone stays in every case.
 */
export async function denySession(
  ports: DenyPorts,
  denial: Denial,
  options: CallOptions,
): Promise<Date> {
  const { target, entry } = denial
  let [stored] = await allOrFirstFailure([
    ports.store.readLedger(target),
    ports.store.addTombstone(denial),
  ])
  for (;;) {
    if (options.signal?.aborted === true) {
      throw new DaypassError('cancelled', 'stopped before IAM had the deny')
    }
    const since = deniedSince(stored?.ledger, entry.name)
    if (since !== undefined) return since
    const before = stored
    stored = await inOneRound(ports, target, async () => {
      const written = await writeInRoom(ports, denial, before, options)
      return written ?? (await ports.store.readLedger(target))
    })
  }
}

/**
 * Does something about a target, or waits for what another session of this process is doing there and takes its result: of
 * any number one writes, or looks. Where that fails, or is stopped, each goes on by itself.
 */
async function inOneRound(
  { rounds, store }: DenyPorts,
  target: DenyTarget,
  round: () => Promise<StoredLedger | undefined>,
): Promise<StoredLedger | undefined> {
  const key = `${target.kind} ${target.arn}`
  const underWay = rounds.get(key)
  if (underWay !== undefined) return await underWay.catch(() => store.readLedger(target))
  const mine = round()
  rounds.set(key, mine)
  try {
    return await mine
  } finally {
    rounds.delete(key)
  }
}

/** Where IAM has no room, makes some by removing what is needed no more; without any, the error is thrown. */
async function writeInRoom(
  ports: DenyPorts,
  denial: Denial,
  stored: StoredLedger | undefined,
  options: CallOptions,
): Promise<StoredLedger | undefined> {
  try {
    return await writeOrWait(ports, denial, stored, options)
  } catch (error) {
    if (!isDaypassError(error, 'aws-limit-exceeded')) throw error
    const ledger = await ports.store.readLedger(denial.target)
    if ((await removePolicies(ports, ledger, options)).removed === 0) throw error
    return undefined
  }
}

/** Answers the ledger if this process has just written it. */
async function writeOrWait(
  ports: DenyPorts,
  { target, entry }: Denial,
  stored: StoredLedger | undefined,
  options: CallOptions,
): Promise<StoredLedger | undefined> {
  if (stored !== undefined && isBeingWritten(stored.ledger, ports.clock.now())) {
    await pause(ports, 100, options)
    return undefined
  }
  // Siblings that end a moment later find room in the same policy.
  const end = ports.isPassing === true ? wholeSecond(secondsAfter(entry.until, 60)) : undefined
  const taken = await takeLedger(ports, target, stored, { ...options, end })
  if (taken !== undefined) return await writePolicy(ports, taken, options)
  await pause(ports, 20, options)
  return undefined
}

async function pause(
  ports: DenyPorts,
  leastMilliseconds: number,
  options: CallOptions,
): Promise<void> {
  const [spread = 0] = ports.random(1)
  await ports.clock.sleep(leastMilliseconds + spread * 2, options.signal)
}
