import type { CredentialFormat } from '../credentials/formats.ts'
import { refuseTerminal } from '../credentials/refuse-terminal.ts'
import { usageError } from '../error-text.ts'
import type { RequestFlags } from '../leases/read-request.ts'
import type { Session } from '../session.ts'

/** Options of `issue`. */
export interface IssueFlags extends RequestFlags {
  readonly format?: CredentialFormat
  readonly profile?: string
  readonly reveal?: boolean
}

/**
 * Issues credentials and prints them. What could not be printed is revoked, whatever the reason: nobody
 * holds it. Those for a `credential_process` are kept for its next call, where that can be done safely.
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
  if (format === 'credential-process') {
    const { printForProcess } = await import('../credential-process/print-for-process.ts')
    const code = await printForProcess(session, role, flags)
    if (code !== undefined) return code
  }
  const { issueAndPrint } = await import('../credentials/issue-and-print.ts')
  return await issueAndPrint(session, role, { flags, format, profile })
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
