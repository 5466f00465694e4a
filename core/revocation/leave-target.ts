import type { CallOptions } from '../call-options.ts'
import { type DaypassError, isDaypassError } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { serversTime } from '../clock.ts'
import { closeLedger } from './close-ledger.ts'
import { isRemovable } from './deny-ledger.ts'
import { forgetPolicy } from './remove-policies.ts'
import type { DenyTarget } from './deny-entry.ts'
import type { DenyPorts } from './ports.ts'

/**
 * Leaves a role or user that is gone: its inline policies went with it, its managed ones are removed, and nobody is to be
 * denied there any more. Leases that are not ended yet are when they are looked at next. The ledger stays, which knows
 * since when the target is gone, and so does what a dead writer may have left, until its time.
 */
export async function leaveTarget(
  ports: DenyPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<{ readonly removed: number; readonly error?: DaypassError }> {
  await ports.store.removeTombstones(target, await ports.store.tombstones(target))
  let stored = await ports.store.readLedger(target)
  let removed = 0
  let error: DaypassError | undefined
  const now = serversTime(ports.clock)
  for (const policy of stored?.ledger.policies ?? []) {
    if (policy.entries.length === 0 && (now === undefined || !isRemovable(policy, now))) continue
    try {
      if (policy.kind === 'managed')
        await ports.policies.remove(target, policy.name, policy.kind, options)
      stored = await forgetPolicy(ports, stored, policy)
      removed++
    } catch (thrown) {
      if (!isDaypassError(thrown)) throw thrown
      error ??= thrown
    }
  }
  await closeLedger(ports, stored)
  return { removed, ...defined({ error }) }
}
