import type { ActiveLease } from '../lease/lease.ts'
import type { Ports } from '../ports.ts'
import { describeSilence } from '../sweep-mark.ts'
import { describeSurvivor } from './describe-survivor.ts'

/** Something that whoever issued a lease has to hear. */
export interface IssueCaution {
  readonly title: string
  /** One sentence. */
  readonly detail: string
}

/**
 * What is to be said of a lease that was issued: that something may outlive it, that no sweep comes by to take it back. Asks
 * nothing: the mark of the sweeps stands where issuing looks anyway, so a process that lives for long knows what was true when it
 * began.
 */
export function issueCautions(
  { leases, revocation }: Pick<Ports, 'leases' | 'revocation'>,
  lease: ActiveLease,
): readonly IssueCaution[] {
  const seen = leases.sweeps.atHand()
  const silence = seen && describeSilence(seen, revocation.mode)
  const survivor = describeSurvivor(lease)
  return [
    ...(silence === undefined ? [] : [{ title: 'No sweep comes by', detail: silence }]),
    ...(survivor === undefined
      ? []
      : [{ title: 'A console session may outlive the lease', detail: survivor }]),
  ]
}
