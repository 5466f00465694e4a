import { isDaypassError } from '../../core/errors.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import { renew } from '../../core/renew.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import type { DaypassSession } from '../session.ts'

/**
 * Moves the end of a lease, by as much as it lasted at first. That it cannot be moved (any more) is reported as a warning,
 * and answered as undefined.
 */
export async function renewLease(
  text: string,
  { session, stop, log, diagnostics }: ConfiguredCall<DaypassSession>,
): Promise<ActiveLease | undefined> {
  const id = parseLeaseId(text)
  const { ports } = await session.connect()
  try {
    const { lease } = await renew(ports, id, { signal: stop })
    log.info('renewed', { lease: id, expires_at: lease.expiresAt.toISOString() })
    return lease
  } catch (error) {
    if (!isDaypassError(error, 'lease-not-renewable')) throw error
    // Terraform before 1.17 shows no diagnostics of a renewal: the log is all there is.
    log.warn('cannot be renewed', { lease: id, why: error.message })
    const detail = `${error.message}. What still needs the credentials will be refused when they end. Ask for a longer ttl.`
    diagnostics.warning({ summary: 'Credentials are about to end', detail })
    return undefined
  }
}
