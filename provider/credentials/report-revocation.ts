import type { EndResult } from '../../core/lease/end-lease.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'

/** Reports what could not be taken back (yet) as a warning, with its end; nothing of what was. */
export function reportRevocation(id: LeaseId, result: EndResult, { warning }: Diagnostics): void {
  if (result.status === 'ends_at') {
    const detail = `The credentials of lease ${id} work until ${result.at.toISOString()}: ${result.reason}.`
    warning({ summary: 'Credentials not taken back', detail })
  } else if (result.status === 'pending') {
    const detail = `The credentials of lease ${id} still work: ${result.reason}. The next sweep takes them back.`
    warning({ summary: 'Credentials not taken back yet', detail })
  } else if (result.status === 'revoked' && result.unrecorded !== undefined) {
    const detail = `The credentials of lease ${id} are taken back, but that is on no record: ${result.unrecorded.message}.`
    warning({ summary: 'Revocation not recorded', detail })
  } else if (result.left !== undefined) {
    const detail = `The credentials of lease ${id} are taken back. Their record could not be removed from the state, where every sweep meets it again: ${result.left.message}.`
    warning({ summary: 'Lease not removed from the state', detail })
  }
}
