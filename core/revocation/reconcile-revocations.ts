import type { CallOptions } from '../call-options.ts'
import { secondsAfter, serversTime } from '../clock.ts'
import type { RevocationPorts } from './ports.ts'
import { type ReconciledTarget, reconcileDenials } from './reconcile-denials.ts'

/** How long a reserved second is kept when it is past, for clocks that differ. */
const SECONDS_KEPT = 3600

/**
 * Brings what revocations left in AWS in order: writes denies that nobody finished, removes those whose
 * sessions have ended, forgets reserved seconds that are past. Part of every sweep; nothing where denies are
 * left to somebody with the right to write them.
 */
export async function reconcileRevocations(
  { mode, denials, seconds }: RevocationPorts,
  options: CallOptions,
): Promise<readonly ReconciledTarget[]> {
  if (mode !== 'immediate') return []
  const now = serversTime(denials.clock)
  if (now !== undefined) await seconds?.forgetBefore(secondsAfter(now, -SECONDS_KEPT))
  return await reconcileDenials(denials, options)
}
