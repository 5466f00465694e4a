import { readFile } from 'node:fs/promises'
import type { IdentityToken } from '../../aws/sessions/web-identity.ts'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import { type TokenPorts, fetchJobToken } from './job-token.ts'

/** Where an OIDC token comes from: the job's own, a file that somebody keeps fresh, or a text that is at hand. */
export type TokenSource =
  | { readonly kind: 'job'; readonly audience: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'text'; readonly token: Secret }

/** How long one token serves; GitHub's live for five minutes. */
const SERVES_MS = 120_000

/**
 * The way to tokens of a source. Those who ask at the same time, or within two minutes, share one: a step then makes
 * one request for it, however many roles it takes. A refusal is shared as well: it would only be repeated.
 *
 * @param stopped - ends the fetch for all who wait for it.
 */
export function identityTokenFrom(
  source: TokenSource,
  ports: TokenPorts,
  stopped?: AbortSignal,
): IdentityToken {
  return shared(ports.clock, async () => await take(source, ports, stopped))
}

async function take(
  source: TokenSource,
  ports: TokenPorts,
  stopped: AbortSignal | undefined,
): Promise<Secret> {
  switch (source.kind) {
    case 'job':
      return await fetchJobToken(ports, source.audience, stopped)
    case 'file':
      return await readTokenFile(source.file)
    case 'text':
      return source.token
  }
}

function shared(clock: Clock, take: () => Promise<Secret>): IdentityToken {
  let last: { readonly token: Promise<Secret>; readonly until: number } | undefined
  return async () => {
    const now = clock.now().getTime()
    if (last === undefined || last.until < now) last = { token: take(), until: now + SERVES_MS }
    return await last.token
  }
}

/** @throws `aws-credentials-missing` when it cannot be read. */
async function readTokenFile(file: string): Promise<Secret> {
  try {
    return new Secret((await readFile(file, 'utf8')).trim())
  } catch (cause) {
    throw new DaypassError('aws-credentials-missing', `the token file ${file} cannot be read`, {
      cause,
      hint: 'is it there, and may this process read it?',
      reason: { is: 'token-file-unreadable' },
    })
  }
}
