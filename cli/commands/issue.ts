import { issue } from '../../core/issue.ts'
import { warnOfIssue } from '../leases/warn-of-issue.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { Ports } from '../../core/ports.ts'
import { connectIssuing } from '../connect.ts'
import { OutputError } from '../process/context.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { CredentialFormat } from '../credentials/formats.ts'
import { revealIssued } from '../credentials/issued.ts'
import { renderCredentials } from '../credentials/render.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'
import { maskInLog } from '../credentials/mask-secrets.ts'
import { refuseTerminal } from '../credentials/refuse-terminal.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import type { Session } from '../session.ts'
import { takeBack } from '../leases/take-back.ts'

/** Options of `issue`. */
export interface IssueFlags extends RequestFlags {
  readonly format?: CredentialFormat
  readonly profile?: string
  readonly reveal?: boolean
}

/**
 * Issues credentials and prints them. What could not be printed is revoked, whatever the reason: nobody
 * holds it.
 */
export async function issueCommand(
  session: Session,
  role: string,
  flags: IssueFlags,
): Promise<number> {
  const format = formatOf(session, flags)
  refuseTerminal(
    session,
    flags,
    `run a command with them (daypass exec ${role} -- command), or put them into the shell (eval "$(daypass issue ${role} --format env)")`,
  )
  const profile = profileOf(role, flags, format)
  const request = await readRequest(session, role, flags)
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

function formatOf({ settings }: Session, { format }: IssueFlags): CredentialFormat {
  if (!settings.json || format === undefined || format === 'json') return format ?? 'json'
  throw usageError(`--json does not go with --format ${format}`, 'leave one of them out')
}

/** A name that ends its line, or its brackets, would begin another profile. */
function profileOf(role: string, { profile }: IssueFlags, format: CredentialFormat): string {
  if (profile === undefined) return role
  if (format !== 'ini') throw usageError('--profile goes with --format ini only')
  if (/^[\w.@+/: -]{1,128}$/.test(profile)) return profile
  throw usageError(
    `${JSON.stringify(profile)} is not a profile name`,
    'letters, digits, spaces and . _ - @ + / :',
  )
}
