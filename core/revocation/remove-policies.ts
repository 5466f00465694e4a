import type { CallOptions } from '../call-options.ts'
import { serversTime } from '../clock.ts'
import { removable } from './deny-ledger.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'

/**
 * Removes the deny policies of a ledger that are needed no more by the servers' time, from IAM before the ledger forgets them: death
 * midway and doing it twice are harmless. Answers how many.
 *
 * @throws what IAM answers.
 */
export async function removePolicies(
  ports: DenyPorts,
  stored: StoredLedger | undefined,
  options: CallOptions,
): Promise<number> {
  const old = stored === undefined ? [] : removable(stored.ledger, serversTime(ports.clock))
  if (stored === undefined || old.length === 0) return 0
  const { ledger } = stored
  for (const { name, kind } of old) {
    await ports.policies.remove(ledger.target, name, kind, options)
  }
  const policies = ledger.policies.filter((policy) => !old.includes(policy))
  await ports.store.writeLedger({ ...ledger, policies }, stored)
  return old.length
}
