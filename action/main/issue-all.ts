import { isDaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { ReadyRequest } from './make-requests.ts'

/** How issuing is stopped, and who hears what is over. */
export interface IssueOptions {
  readonly signal: AbortSignal
  /** Hears of leases behind which there is surely nothing any more, before this throws. */
  readonly onOver: (leases: readonly LeaseId[]) => void
}

/**
 * Issues all requests side by side: all or nothing. When one fails, the others are taken back at once; if the process
 * dies over it, post does it from the ids that were saved before.
 *
 * @throws what {@link issue} throws first.
 */
export async function issueAll(
  ports: Ports,
  requests: readonly ReadyRequest[],
  { signal, onOver }: IssueOptions,
): Promise<readonly Issuance[]> {
  const settled = await Promise.allSettled(
    requests.map(async (request) => await issueTagged(ports, request, signal)),
  )
  const failed = settled.find((one) => one.status === 'rejected')
  const issued = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (failed === undefined) return issued
  const none = requests.filter((request, n) => {
    const one = settled[n]
    return one?.status === 'rejected' && isNothing(request, one.reason)
  })
  onOver(none.map(({ id }) => id))
  onOver(await revokeIssued(ports, issued))
  throw failed.reason
}

/** With fewer tags where AWS finds all of them too large; refused like that, nothing was made. */
async function issueTagged(
  ports: Ports,
  { lessTagged, ...request }: ReadyRequest,
  signal: AbortSignal,
): Promise<Issuance> {
  try {
    return await issue(ports, request, { signal })
  } catch (error) {
    if (lessTagged === undefined || !isDaypassError(error, 'aws-limit-exceeded')) throw error
    return await issue(ports, { ...request, role: lessTagged }, { signal })
  }
}

/** Revokes leases that reached nobody, and answers those that are over. What fails is left to post. */
export async function revokeIssued(
  ports: Ports,
  issued: readonly Issuance[],
): Promise<readonly LeaseId[]> {
  const ids = issued.map(({ lease }) => lease.id)
  const settled = await Promise.allSettled(ids.map(async (id) => await revoke(ports, id)))
  for (const one of settled) {
    if (one.status === 'rejected' && !isDaypassError(one.reason)) throw one.reason
  }
  return ids.filter((_, n) => {
    const one = settled[n]
    return one?.status === 'fulfilled' && /^(?:revoked|ended)$/.test(one.value.status)
  })
}

/**
 * A session that was refused is not there, nor is its record. Of a user, a part may be there even then, and an answer
 * that was lost leaves a record to clear up.
 */
function isNothing({ role }: ReadyRequest, error: unknown): boolean {
  return (
    role.credential_type !== 'iam_user' &&
    isDaypassError(error) &&
    error.code !== 'outcome-unknown' &&
    error.code !== 'cancelled'
  )
}
