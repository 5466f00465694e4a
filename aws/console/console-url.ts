import type { Clock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import { textOfReply } from '../../core/language/text-of-reply.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { Secret } from '../../core/secret.ts'
import type { ConsolePlace } from './console-place.ts'

const TIMEOUT_MS = 10_000

/** What the sign-in is for. */
export interface SignIn {
  /** Of AssumeRole or GetFederationToken. */
  readonly credentials: Credentials
  /** A page of the console; its front page when absent. */
  readonly destination?: string | undefined
  /** Where people are sent when the session is over. */
  readonly issuer?: string | undefined
}

/**
 * Trades session credentials for a URL that signs in to the console. Whoever opens it within 15 minutes is in, so it
 * is a secret. The console session ends with the credentials: AWS takes their end where no length is asked for.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 *
 * @throws `request-invalid` without a session token; `aws-rejected`, `aws-throttled`, `aws-unavailable`.
 */
export async function consoleUrl(
  place: ConsolePlace,
  { credentials, destination, issuer }: SignIn,
  clock: Clock,
  options: CallOptions = {},
): Promise<Secret> {
  const token = await signInToken(place, credentials, clock, options)
  const url = new URL(place.signIn)
  url.searchParams.set('Action', 'login')
  if (issuer !== undefined) url.searchParams.set('Issuer', issuer)
  url.searchParams.set('Destination', destination ?? place.frontPage)
  url.searchParams.set('SigninToken', token)
  return new Secret(url.href)
}

/** Sent in a body, where no log of a proxy has it. */
async function signInToken(
  { signIn }: ConsolePlace,
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  clock: Clock,
  { signal }: CallOptions,
): Promise<string> {
  if (sessionToken === undefined) {
    throw new DaypassError('request-invalid', 'only session credentials can sign in to the console')
  }
  const session = JSON.stringify({
    sessionId: accessKeyId,
    sessionKey: secretAccessKey.reveal(),
    sessionToken: sessionToken.reveal(),
  })
  const body = new URLSearchParams({ Action: 'getSigninToken', Session: session })
  const limit = { milliseconds: TIMEOUT_MS, signal }
  const reply = await withDeadline(clock, limit, (ended) => post(signIn, body, ended)).catch(
    (cause: unknown) => {
      if (signal?.aborted === true) throw new DaypassError('cancelled', 'stopped before signing in')
      const message = `the sign-in endpoint ${signIn} did not answer`
      throw new DaypassError('aws-unavailable', message, { cause })
    },
  )
  if (reply.text === undefined) throw refused(signIn, reply.status)
  return tokenOf(reply.text)
}

/** The text of a refusal is not read: it is a page of HTML, and may repeat what was sent. */
async function post(
  url: string,
  body: URLSearchParams,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly text: string | undefined }> {
  const reply = await fetch(url, { method: 'POST', body, redirect: 'error', signal })
  return { status: reply.status, text: reply.ok ? await textOfReply(reply, signal) : undefined }
}

function refused(signIn: string, status: number): DaypassError {
  const code: ErrorCode =
    status === 429 ? 'aws-throttled' : status >= 500 ? 'aws-unavailable' : 'aws-rejected'
  return new DaypassError(code, `${signIn} refused the session credentials (HTTP ${status})`, {
    hint: 'AWS takes those of AssumeRole and GetFederationToken, while they last',
  })
}

function tokenOf(text: string): string {
  const token = /^\s*\{\s*"SigninToken"\s*:\s*"([^"\\]+)"\s*\}\s*$/.exec(text)?.[1]
  if (token !== undefined) return token
  throw new DaypassError('aws-unavailable', 'the sign-in endpoint answered without a token')
}
