import type {
  AssumeRoleWithWebIdentityCommandInput,
  AssumeRoleWithWebIdentityCommandOutput,
  STS,
} from '@aws-sdk/client-sts'
import type { CallOptions } from '../../core/call-options.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { Secret } from '../../core/secret.ts'
import { describeToken, readTokenClaims } from '../../core/trust/token-claims.ts'
import { ask } from '../clients/ask.ts'
import type { Doing } from '../errors/doing.ts'

/** What is asked for, but for the token. */
export interface AskedWithToken {
  readonly token: Secret
  readonly request: Omit<AssumeRoleWithWebIdentityCommandInput, 'WebIdentityToken'>
  readonly doing: Doing
}

/**
 * Takes a session with an OIDC token. AWS refuses without a word of whose token it was: the refusal then has its issuer,
 * audience and subject.
 *
 * @throws as {@link ask}.
 */
export async function assumeWithToken(
  sts: STS,
  { token, request, doing }: AskedWithToken,
  options: CallOptions,
): Promise<AssumeRoleWithWebIdentityCommandOutput> {
  const WebIdentityToken = token.reveal()
  try {
    return await ask(doing, options, (http) =>
      sts.assumeRoleWithWebIdentity({ ...request, WebIdentityToken }, http),
    )
  } catch (error) {
    throw namingToken(error, WebIdentityToken)
  }
}

function namingToken(error: unknown, token: string): unknown {
  if (!isDaypassError(error, 'aws-denied', 'aws-rejected', 'aws-credentials-missing')) return error
  const facts = factsOf(token)
  if (facts === undefined) return error
  const { code, message, cause, problems, hint, reason, madeNothing } = error
  return new DaypassError(code, message, {
    cause,
    problems,
    hint: hint === undefined ? facts : `${hint}; ${facts}`,
    ...(reason && { reason }),
    madeNothing,
  })
}

/** Undefined of what is no token: AWS's own words are enough then. */
function factsOf(token: string): string | undefined {
  try {
    return describeToken(readTokenClaims(token))
  } catch (error) {
    if (isDaypassError(error)) return undefined
    throw error
  }
}
