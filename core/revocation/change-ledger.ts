import type { DenyLedger } from './deny-ledger.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'

/**
 * Changes a ledger, and again where somebody else did so meanwhile, so that neither change is lost. Answers the ledger as
 * it is then: as it was found when there is nothing to change, undefined when it is gone.
 *
 * @param change - the same ledger when there is nothing to change.
 */
export async function changeLedger(
  { store }: DenyPorts,
  before: StoredLedger | undefined,
  change: (ledger: DenyLedger) => DenyLedger,
): Promise<StoredLedger | undefined> {
  for (let found = before; found !== undefined;) {
    const next = change(found.ledger)
    if (next === found.ledger) return found
    const stored = await store.writeLedger(next, found)
    if (stored !== 'conflict') return stored
    found = await store.readLedger(found.ledger.target)
  }
  return undefined
}
