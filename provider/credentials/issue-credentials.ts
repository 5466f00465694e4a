import { requireCredentials } from '../../assembly/own-credentials.ts'
import { issueCautions } from '../../core/issuance/issue-cautions.ts'
import { issue } from '../../core/issue.ts'
import { describeSkew } from '../../core/server-clock.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import type { DaypassSession } from '../session.ts'
import { type IssuedAnswer, issuedAnswer } from './issued.ts'
import { type AskedCredentials, prepareRequest } from './request.ts'

/** A lease and what its holder gets. */
export interface IssuedCredentials {
  readonly lease: ActiveLease
  readonly issued: IssuedAnswer
}

/**
 * Issues what a configuration asks for. Stopping undoes what was begun. If the process dies midway, the sweep ends what
 * it left (see `issue`).
 *
 * @throws `DiagnosticError` with the attribute for what does not fit, and what `issue` throws.
 */
export async function issueCredentials(
  asked: AskedCredentials,
  {
    session,
    stop,
    log,
    diagnostics,
  }: Pick<ConfiguredCall<DaypassSession>, 'session' | 'stop' | 'log' | 'diagnostics'>,
): Promise<IssuedCredentials> {
  const request = await prepareRequest(session, asked, diagnostics)
  const { clients, ports } = await session.connect()
  await requireCredentials(clients, request.role)
  const issuance = await issue(ports, request, { signal: stop })
  const skew = describeSkew(ports.clock)
  if (skew !== undefined)
    diagnostics.warning({ summary: 'Clock of this machine is wrong', detail: skew })
  for (const { title: summary, detail } of issueCautions(ports, issuance.lease))
    diagnostics.warning({ summary, detail })
  const { id, expiresAt } = issuance.lease
  log.info('issued', { lease: id, expires_at: expiresAt.toISOString() })
  return { lease: issuance.lease, issued: issuedAnswer(issuance) }
}
