import { DaypassError, isDaypassError } from '../errors.ts'
import type { LeaseId } from '../lease/lease-id.ts'
import type { LiveLease } from '../lease/lease.ts'
import type { Ports } from '../ports.ts'
import type { DenyLedger } from '../revocation/deny-ledger.ts'
import type { DenyTarget } from '../revocation/deny-entry.ts'

/** A ledger: undefined before the first deny, `unreadable` where any policy may be on it. */
export interface HeldLedger {
  readonly target: DenyTarget
  readonly ledger: DenyLedger | 'unreadable' | undefined
}

/** What the store says that there is in IAM. */
export interface Holdings {
  readonly leases: ReadonlyMap<LeaseId, LiveLease>
  /** Live leases that cannot be read: credentials may stand behind them. */
  readonly unreadable: ReadonlySet<LeaseId>
  /** Every role and user that carries denies or is to, and what is known of them. */
  readonly ledgers: readonly HeldLedger[]
  /** What users of this store have in their tag; undefined for a new one that says it nowhere yet. */
  readonly mark: string | undefined
  /** Why the store proves nothing to be dead: it cannot be read, or nothing was ever leased from it. */
  readonly silent?: DaypassError
}

type HoldingPorts = Pick<Ports, 'leases' | 'revocation'>

/** Reads all live leases and ledgers. A store that is gone or closed holds nothing, and says why. */
export async function readHoldings({ leases, revocation }: HoldingPorts): Promise<Holdings> {
  const nothing = { leases: new Map(), unreadable: new Set<LeaseId>(), ledgers: [] }
  const live = new Map<LeaseId, LiveLease>()
  const unreadable = new Set<LeaseId>()
  const ledgers: HeldLedger[] = []
  let mark: string | undefined
  try {
    mark = await leases.mark.read()
    if (await leases.isNew()) return { ...nothing, mark, silent: newStore() }
    for await (const lease of leases.list(undefined, ({ id }) => unreadable.add(id)))
      live.set(lease.id, lease)
    const { store } = revocation.denials
    for await (const target of store.targets())
      ledgers.push({ target, ledger: await readLedger(store, target) })
    return { leases: live, unreadable, ledgers, mark }
  } catch (error) {
    if (!isDaypassError(error) || !error.code.startsWith('state-')) throw error
    return { ...nothing, mark, silent: error }
  }
}

async function readLedger(
  store: HoldingPorts['revocation']['denials']['store'],
  target: DenyTarget,
): Promise<HeldLedger['ledger']> {
  try {
    return (await store.readLedger(target))?.ledger
  } catch (error) {
    if (!isDaypassError(error, 'state-invalid')) throw error
    return 'unreadable'
  }
}

function newStore(): DaypassError {
  return new DaypassError(
    'state-not-found',
    'the state is new or was emptied: no lease was ever written there',
  )
}
