import { systemClock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { textOfReply } from '../../core/language/text-of-reply.ts'
import { AwsError } from '../aws-error.ts'
import type { IssuerKey } from './json-web-token.ts'

const TIMEOUT_MS = 5000
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Fetches the keys of an issuer through its discovery document. Only issuers on the loopback are asked: the
 * sandbox never leaves the machine.
 *
 * @throws {@link AwsError} `InvalidIdentityToken` when they cannot be had.
 */
export async function fetchIssuerKeys(issuer: string): Promise<readonly IssuerKey[]> {
  try {
    const discovery = await fetchJson(
      `${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`,
    )
    const { keys } = await fetchJson(String(discovery['jwks_uri']))
    if (Array.isArray(keys)) return keys as IssuerKey[]
  } catch {
    // What went wrong does not matter to the caller: AWS gives one answer for all of it.
  }
  throw new AwsError(
    400,
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
  )
}

async function fetchJson(url: string): Promise<Record<string, unknown>> {
  if (!LOOPBACK.has(new URL(url).hostname)) throw new Error(`${url} is not on the loopback`)
  return await withDeadline(systemClock, { milliseconds: TIMEOUT_MS }, async (signal) => {
    const response = await fetch(url, { signal, redirect: 'error' })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return JSON.parse(await textOfReply(response, signal)) as Record<string, unknown>
  })
}
