import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Verified } from '../../aws/probe/await-refusal.ts'
import type { ProbedCredentials } from '../../aws/probe/lease-probe.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import { Secret } from '../../core/secret.ts'
import { connectAws } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { timeText } from '../printing/times.ts'
import type { Session } from '../session.ts'
import type { VERIFY_SOURCES } from './verify-sources.ts'

/** Where the credentials of a lease are that is to be seen refused. */
export interface VerifyFlags {
  readonly verify?: string
  readonly verifyWith?: (typeof VERIFY_SOURCES)[number]
}

/** Sees whether AWS refuses the credentials, once it is known how revoking them went. */
export type Verify = (end: EndResult, signal: AbortSignal) => Promise<Verified>

const VERIFY_SECONDS = 60

/**
 * Gets ready to see a lease's credentials refused: reads them, and looks what AWS makes of them before they are
 * revoked, so that what is refused anyway is no proof. Undefined where nobody asked for it.
 *
 * @throws `request-invalid` when they are not those of the one lease that is revoked.
 */
export async function prepareVerify(
  session: Session,
  { verify: file, verifyWith }: VerifyFlags,
  ids: readonly LeaseId[],
): Promise<Verify | undefined> {
  if (file === undefined && verifyWith === undefined) return undefined
  const [id, ...more] = ids
  if (id === undefined || more.length > 0 || (file !== undefined && verifyWith !== undefined)) {
    throw usageError(
      'only one lease with its own credentials can be verified',
      'daypass revoke <lease> --verify <file>, or --verify-with env',
    )
  }
  const given = file === undefined ? fromEnvironment(session) : await fromFile(session, file)
  if (given.leaseId !== undefined && given.leaseId !== id) {
    throw usageError(`the credentials to verify with are those of lease ${given.leaseId}`)
  }
  const clients = await connectAws(session)
  const own = (await clients.sts()).config.credentials
  if ((await own().catch(() => undefined))?.accessKeyId === given.credentials.accessKeyId) {
    throw usageError(
      'daypass would run with the very credentials that it revokes',
      'set AWS_PROFILE for its own, or give those of the lease with --verify <file>',
    )
  }
  const [{ leaseProbe }, { awaitRefusal }] = await Promise.all([
    import('../../aws/probe/lease-probe.ts'),
    import('../../aws/probe/await-refusal.ts'),
  ])
  const probe = await leaseProbe(clients, given.credentials)
  const before = await probe({})
  const watch = { clock: session.context.clock, before, seconds: VERIFY_SECONDS }
  return async (end, signal) =>
    end.status === 'ends_at'
      ? { verified: false, reason: end.reason }
      : await awaitRefusal(probe, watch, { signal })
}

/** What was seen, as the end of a sentence that begins with the lease's id. */
export function verifiedText(seen: Verified): string {
  return seen.verified
    ? `refused by AWS since ${timeText(seen.since)}`
    : `not verified: ${seen.reason}`
}

/** The same for programs. */
export function verifiedDocument(seen: Verified): Readonly<Record<string, unknown>> {
  return seen.verified
    ? { verified: true, refused_since: timeText(seen.since) }
    : { verified: false, not_verified_because: seen.reason }
}

interface Given {
  readonly credentials: ProbedCredentials
  readonly leaseId: string | undefined
}

function fromEnvironment({ context: { env } }: Session): Given {
  return given('the environment', {
    access_key: env['AWS_ACCESS_KEY_ID'],
    secret_key: env['AWS_SECRET_ACCESS_KEY'],
    session_token: env['AWS_SESSION_TOKEN'],
    lease_id: env['DAYPASS_LEASE_ID'],
  })
}

async function fromFile({ context }: Session, file: string): Promise<Given> {
  const text = await readFile(resolve(context.directory, file), 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw usageError(`cannot read ${file} (${why})`)
  })
  return given(file, fieldsOf(text))
}

/** What is wrong with the text is not said: it would be quoted, and it holds secrets. */
function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function given(where: string, fields: Readonly<Record<string, unknown>>): Given {
  const text = (name: string): string | undefined => {
    const value = fields[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const accessKeyId = text('access_key')
  const secret = text('secret_key')
  const token = text('session_token')
  if (accessKeyId === undefined || secret === undefined) {
    throw usageError(
      `there are no credentials of a lease in ${where}`,
      'daypass issue <role> --format json > credentials.json, or eval "$(daypass issue <role> --format env)"',
    )
  }
  const sessionToken = token === undefined ? undefined : new Secret(token)
  const credentials = { accessKeyId, secretAccessKey: new Secret(secret), sessionToken }
  return { credentials, leaseId: text('lease_id') }
}
