import { reconcile } from '../../core/reconcile.ts'
import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'
import { connectSweep, sweepAndReport } from './sweep.ts'

/** Finishes what others began to revoke and prints what was done. */
export async function reconcileCommand(session: Session): Promise<number> {
  if (session.settings.revocation === 'tombstone') {
    throw usageError(
      'reconcile is the one that writes denies, and --revocation tombstone forbids it',
      'daypass reconcile --revocation immediate',
    )
  }
  const { ports } = await connectSweep(session)
  return await sweepAndReport(session, false, (signal) => reconcile(ports, { signal }))
}
