import { issueCautions } from '../../core/issuance/issue-cautions.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { Ports } from '../../core/ports.ts'
import type { Session } from '../session.ts'

/** Says what whoever issued a lease has to hear: that something may outlive it, that no sweep comes by. */
export async function warnOfIssue(
  { reporter }: Session,
  ports: Ports,
  lease: ActiveLease,
): Promise<void> {
  for (const { detail } of issueCautions(ports, lease)) await reporter.warn(detail)
}
