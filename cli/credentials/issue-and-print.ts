import { issue } from '../../core/issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { Ports } from '../../core/ports.ts'
import { connectIssuing } from '../connect.ts'
import { lastingLonger } from '../credential-process/issue-for-process.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import { takeBack } from '../leases/take-back.ts'
import { warnOfIssue } from '../leases/warn-of-issue.ts'
import { OutputError } from '../process/context.ts'
import { EXIT } from '../process/exit-codes.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'
import type { Session } from '../session.ts'
import type { CredentialFormat } from './formats.ts'
import { revealIssued } from './issued.ts'
import { maskInLog } from './mask-secrets.ts'
import { renderCredentials } from './render.ts'

/** What to issue, and how to print it. */
interface PrintOrder {
  readonly flags: RequestFlags
  readonly format: CredentialFormat
  readonly profile: string
}

/** Issues credentials and prints them; what could not be printed is revoked. */
export async function issueAndPrint(
  session: Session,
  role: string,
  { flags, format, profile }: PrintOrder,
): Promise<number> {
  const wanted = await readRequest(session, role, flags)
  const request = format === 'credential-process' ? lastingLonger(wanted) : wanted
  const ports = await connectIssuing(session, request.role)
  const end = await inGoodOrder(session, async (signal) => {
    const work = () => issue(ports, request, { signal })
    const issuance = await session.reporter.during(`issuing ${role}`, work)
    await warnOfIssue(session, ports, issuance.lease)
    await handOver(session, ports, issuance, { format, profile, signal })
    return { stopped: EXIT.ok }
  })
  return end.stopped
}

interface HandOver {
  readonly format: CredentialFormat
  readonly profile: string
  readonly signal: AbortSignal
}

async function handOver(
  session: Session,
  ports: Ports,
  issuance: Issuance,
  { format, profile, signal }: HandOver,
): Promise<void> {
  const issued = revealIssued(issuance)
  try {
    // The caller of a credential process reads standard error into its own log, and masks would be secrets there.
    if (format !== 'credential-process') await maskInLog(session, issued)
    const text = renderCredentials(issued, format, {
      profile,
      ownProfile: session.settings.awsProfile,
    })
    refuseStopped(signal, 'stopped before the credentials were printed')
    await session.context.stdout.write(text)
  } catch (error) {
    if (error instanceof OutputError) {
      await session.reporter.warn(
        `nobody read the credentials: standard output failed (${error.code})`,
      )
    }
    await takeBack(session, ports, issuance.lease.id)
    throw error
  }
}
