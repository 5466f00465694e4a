import { isDaypassError } from '../../core/errors.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import type { Ports } from '../../core/ports.ts'
import { denialOf } from '../../core/revocation/deny-entry.ts'
import { revoke } from '../../core/revoke.ts'

/** A lease that is to be ended; all of it where this process knows it. */
export interface ClosedLease {
  readonly id: LeaseId
  readonly lease: LiveLease | undefined
}

/** What became of one; `result` is absent where there was no such lease any more. */
export type EndedOne = ClosedLease &
  (
    | { readonly result?: EndResult; readonly error?: undefined }
    | { readonly result?: undefined; readonly error: unknown }
  )

/** What goes on while leases are ended; neither rejects. */
export interface EndingTogether {
  /** One session of each role or user is denied, and with it all whose tombstones lie there, and all users are deleted. */
  readonly denied: Promise<void>
  /** All is done that can be. */
  readonly all: Promise<void>
}

const AT_ONCE = 16

/**
 * Ends leases, with one deny for all sessions of a role or user: the first of each has it written, the others find it
 * there. One that fails does not stop the others.
 *
 * @param ended - hears of each.
 */
export function endTogether(
  ports: Ports,
  leases: readonly ClosedLease[],
  ended: (one: EndedOne) => void,
): EndingTogether {
  const end = async (one: ClosedLease): Promise<void> => {
    try {
      const result = await revoke(ports, one.id)
      ended({ ...one, result })
    } catch (error) {
      ended(isDaypassError(error, 'lease-not-found') ? one : { ...one, error })
    }
  }
  const first = new Map(leases.map((one) => [placeOf(one), one]))
  const leaders = [...first.values()]
  const others = leases.filter((one) => !leaders.includes(one))
  const denied = inParallel(leaders, AT_ONCE, end)
  return {
    denied,
    all: denied.then(async () => {
      await inParallel(others, AT_ONCE, end)
    }),
  }
}

/** Where its deny is written; what has none is alone. */
function placeOf({ id, lease }: ClosedLease): string {
  return (lease && denialOf(lease)?.target.arn) ?? id
}
