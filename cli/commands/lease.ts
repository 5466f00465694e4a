import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError } from '../../core/errors.ts'
import { describeHolder } from '../../core/lease/holder.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { Lease, Principal } from '../../core/lease/lease.ts'
import { leaseOf } from '../../core/lease/lease-store.ts'
import { connectSession } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import { leaseDocument } from '../leases/lease-document.ts'
import { fromNow, timeText } from '../printing/times.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { facts } from '../printing/table.ts'

type Facts = readonly (readonly [string, string | undefined])[]

/** Shows one lease. */
export async function leaseCommand(session: Session, text: string): Promise<number> {
  const { context, settings } = session
  const id = parseLeaseId(text)
  const found = await (await connectSession(session)).state.leases.read(id)
  if (found === undefined) throw new DaypassError('lease-not-found', `there is no lease ${id}`)
  const lease = leaseOf(found)
  const style = styleFor(context.stdout, settings.color, context.env)
  await context.stdout.write(
    settings.json
      ? jsonText(leaseDocument(lease))
      : facts(factsOf(lease, context.clock.now()), style),
  )
  return EXIT.ok
}

function factsOf(lease: Lease, now: Date): Facts {
  return [
    ['lease', lease.id],
    ['state', statusText(lease)],
    ['role', `${lease.role} (${lease.credentialType})`],
    ['holder', describeHolder(lease.holder)],
    ['subject', lease.allowedWithoutSubject === true ? 'allowed-without-subject' : undefined],
    ['ref', lease.holder.ref],
    ['sha', lease.holder.sha],
    ['actor', lease.holder.actor],
    ...principalFacts(lease.principal),
    ['issued', timeText(lease.issuedAt)],
    ...endFacts(lease, now),
  ]
}

function statusText(lease: Lease): string {
  switch (lease.status) {
    case 'pending':
    case 'active':
      return lease.status
    case 'revoking':
      return `revoking (${lease.reason}), attempt ${lease.attempts}`
    case 'ended':
      return `ended: ${lease.outcome} (${lease.reason})`
  }
}

function principalFacts(principal: Principal): Facts {
  switch (principal.type) {
    case 'iam_user':
      return [
        ['user', `${principal.userPath}${principal.userName}`],
        ['access key', principal.accessKeyId],
      ]
    case 'assumed_role':
      return [
        ['role arn', principal.roleArn],
        ['session', principal.sessionName],
      ]
    case 'federation_token':
      return [
        ['user', principal.userName],
        ['issued by', principal.issuerArn],
      ]
    case 'session_token':
      return [
        ['access key', principal.accessKeyId],
        ['issued by', principal.issuerArn],
      ]
  }
}

function endFacts(lease: Lease, now: Date): Facts {
  if (lease.status === 'ended') return [['ended', timeText(lease.endedAt)]]
  return [
    [
      'renewed',
      lease.status === 'active' && lease.renewedAt ? timeText(lease.renewedAt) : undefined,
    ],
    ['ends', `${timeText(lease.expiresAt)} (${fromNow(lease.expiresAt, now)})`],
    ['at most', lease.maxExpiresAt > lease.expiresAt ? timeText(lease.maxExpiresAt) : undefined],
    ...(lease.status === 'revoking'
      ? ([
          [lease.claimed ? 'claimed until' : 'next attempt', timeText(lease.dueAt)],
          ['last error', lease.lastError],
        ] as const)
      : []),
  ]
}
