import { isDaypassError } from '../../core/errors.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import type { DaypassSession } from '../session.ts'
import { reportRevocation } from './report-revocation.ts'

/**
 * Ends a lease and the credentials behind it. What cannot be taken back is reported as a warning, with its end. A lease
 * that is not there any more is done. If it fails the sweep tries again. A stop does not stop it: it is what is to be
 * done then.
 */
export async function revokeToDiagnostics(
  text: string,
  { session, log, diagnostics }: Omit<ConfiguredCall<DaypassSession>, 'stop'>,
): Promise<void> {
  const id = parseLeaseId(text)
  const { ports } = await session.connect()
  try {
    const result = await revoke(ports, id)
    log.info('revoked', { lease: id, status: result.status })
    reportRevocation(id, result, diagnostics)
  } catch (error) {
    if (!isDaypassError(error, 'lease-not-found')) throw error
    log.info('no such lease any more', { lease: id })
  }
}
