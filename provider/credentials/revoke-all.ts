import type { UnreadableLease } from '../../core/lease/lease-store.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import { type ClosedLease, type EndedOne, endTogether } from '../closing/end-together.ts'
import { explain } from '../explain.ts'
import type { DaypassSession } from '../session.ts'
import { reportRevocation } from './report-revocation.ts'

/**
 * Ends all leases of a role, with one deny for its sessions, and reports each as it ends. One that fails is an error, and does not
 * stop the others; the sweep tries it again.
 */
export async function revokeAll(
  role: string,
  call: Omit<ConfiguredCall<DaypassSession>, 'stop'> & {
    readonly progress: (line: string) => void
  },
): Promise<void> {
  const { session, progress, diagnostics } = call
  const { ports } = await session.connect()
  const leases: ClosedLease[] = []
  const pass = ({ error }: UnreadableLease): void => {
    diagnostics.error(explain(error))
  }
  for await (const lease of ports.leases.list(role, pass)) leases.push({ id: lease.id, lease })
  if (leases.length === 0) progress(`no lease of role ${role} lives`)
  const ended = ({ id, result, error }: EndedOne): void => {
    if (error !== undefined) diagnostics.error(explain(error))
    else if (result !== undefined) reportRevocation(id, result, diagnostics)
    progress(`${id}: ${error === undefined ? (result?.status ?? 'gone') : 'failed'}`)
  }
  await endTogether(ports, leases, ended).all
}
