import type { IssueRequest } from '../../core/issuance/request.ts'
import { durationOption } from '../usage/duration-option.ts'
import { usageError } from '../error-text.ts'
import { namedRole } from '../roles/named-role.ts'
import { holderOf } from './holder.ts'
import { comparedHere } from './compared-here.ts'
import type { Session } from '../session.ts'

/** Options of `issue` and `exec` that say what is asked for. */
export interface RequestFlags {
  readonly ttl?: string
  readonly roleArn?: string
  readonly roleSessionName?: string
  readonly mfaCode?: string
  readonly requireSubject?: boolean
}

/**
 * Reads the role, compares whom it is for, and puts a request together. Asks nothing of AWS.
 *
 * @throws `request-invalid`, `role-not-found`, `role-invalid`, and what fetching a token throws.
 */
export async function readRequest(
  session: Session,
  name: string,
  flags: RequestFlags,
): Promise<IssueRequest> {
  const ttlSeconds = durationOption('--ttl', flags.ttl)
  if (flags.mfaCode !== undefined) checkMfaCode(flags.mfaCode)
  const role = await namedRole(session, name)
  const allowedWithoutSubject = await comparedHere(session, role, flags)
  const serial = role.credential_type === 'session_token' ? role.mfa_serial_number : undefined
  return {
    role,
    holder: holderOf(session.context),
    allowedWithoutSubject,
    ttlSeconds,
    roleArn: flags.roleArn,
    roleSessionName: flags.roleSessionName,
    mfaCode:
      flags.mfaCode ?? (serial === undefined ? undefined : await askMfaCode(session, serial)),
  }
}

/** Without anybody to ask there is no code, and the domain says so. */
async function askMfaCode({ context }: Session, serial: string): Promise<string | undefined> {
  if (context.ask === undefined) return undefined
  return checkMfaCode((await context.ask(`MFA code of ${serial}: `)).trim())
}

function checkMfaCode(code: string): string {
  if (/^\d{6}$/.test(code)) return code
  throw usageError('an MFA code has six digits', 'give what the device shows now')
}
