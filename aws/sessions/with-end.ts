import { isDaypassError } from '../../core/errors.ts'
import { type SessionPolicy, type SessionPolicyParts, sessionPolicy } from './session-policy.ts'

/** What STS answered, and from when on the session's own policy denies all; undefined where it had no room for that. */
export interface EndedSession<Reply> {
  readonly reply: Reply
  readonly denyAfter: Date | undefined
}

/**
 * Asks STS for a session whose policy ends it. Where the policies have no room for the end by AWS's limits, as they are
 * written or as STS packs them, one that only STS ends is asked for instead; a short lease is not.
 *
 * @throws as {@link sessionPolicy}, and what `ask` throws.
 */
export async function askWithEnd<Reply>(
  parts: SessionPolicyParts,
  ask: (narrowed: SessionPolicy) => Promise<Reply>,
): Promise<EndedSession<Reply>> {
  const { denyAfter } = parts
  try {
    return { reply: await ask(sessionPolicy(parts)), denyAfter }
  } catch (error) {
    if (parts.isShort || !isDaypassError(error, 'aws-limit-exceeded')) throw error
  }
  const endless = { ...parts, denyAfter: undefined }
  return { reply: await ask(sessionPolicy(endless)), denyAfter: undefined }
}
