import { DaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import type { DaypassSession } from '../session.ts'
import { type Issued, revealIssued } from './issued.ts'
import type { OwnIdentity } from '../own-identity.ts'
import { type AskedCredentials, type PreparedRequest, prepareRequest } from './request.ts'

/** A lease and what its holder gets. */
export interface IssuedCredentials {
  readonly lease: ActiveLease
  readonly issued: Issued
}

/**
 * Issues what a configuration asks for. Stopping undoes what was begun. If the process dies midway, the sweep ends what
 * it left (see `issue`).
 *
 * @throws `DiagnosticError` with the attribute for what does not fit, and what `issue` throws.
 */
export async function issueCredentials(
  asked: AskedCredentials,
  { session, stop, log }: Pick<ConfiguredCall<DaypassSession>, 'session' | 'stop' | 'log'>,
): Promise<IssuedCredentials> {
  const request = await prepareRequest(session, asked)
  const { identity, ports } = await session.connect()
  await proveOwnCredentials(identity, request)
  const issuance = await issue(ports, request, { signal: stop })
  const { id, expiresAt } = issuance.lease
  log.info('issued', { lease: id, expires_at: expiresAt.toISOString() })
  return { lease: issuance.lease, issued: revealIssued(issuance) }
}

/**
 * Nothing is begun without credentials to undo it with. AWS is asked only where the provider assumes a role.
 *
 * @throws `aws-credentials-missing`, and what assuming the provider's own role throws.
 */
async function proveOwnCredentials(
  { clients }: OwnIdentity,
  { role }: PreparedRequest,
): Promise<void> {
  const client = await (role.credential_type === 'iam_user' ? clients.iam() : clients.sts())
  try {
    await client.config.credentials()
  } catch (cause) {
    if (cause instanceof DaypassError) throw cause
    throw new DaypassError('aws-credentials-missing', 'the provider has no AWS credentials', {
      cause,
    })
  }
}
