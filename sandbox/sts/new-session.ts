import type { XmlFields } from '../wire/xml-write.ts'
import { newSecretKey, newSessionToken, newUniqueId } from '../world/ids.ts'
import type { StsSession } from '../world/session.ts'
import type { SessionPolicies } from './session-policies.ts'
import type { StsCall } from './sts-call.ts'

/** What an operation decides about a session; the rest is the same for all. */
export type SessionFacts = Omit<
  StsSession,
  'accessKeyId' | 'secretAccessKey' | 'token' | 'issuedAt' | 'expiresAt' | 'policy' | 'policyArns'
>

/** Makes a session that is good from now on. STS counts in whole seconds. */
export function startSession(
  call: StsCall,
  facts: SessionFacts,
  seconds: number,
  policies?: SessionPolicies,
): StsSession {
  const issued = Math.floor(call.now.getTime() / 1000) * 1000
  const session: StsSession = {
    ...facts,
    accessKeyId: newUniqueId('ASIA', 20),
    secretAccessKey: newSecretKey(),
    token: newSessionToken(),
    issuedAt: new Date(issued),
    expiresAt: new Date(issued + seconds * 1000),
    policyArns: policies?.arns ?? [],
    ...(policies?.policy !== undefined && {
      policy: { name: 'session policy', document: policies.policy.document },
    }),
  }
  call.world.sessions.set(session.accessKeyId, session)
  return session
}

/** The credentials as an answer holds them. */
export function credentialFields(session: StsSession): XmlFields {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.token,
    Expiration: session.expiresAt,
  }
}

/** How much of what a session may hold it fills. The first is AWS's older name for the second. */
export function sizeFields(session: StsSession, policies: SessionPolicies): XmlFields {
  return {
    PackedPolicySize: policies.packedSize,
    SessionTokenUtilization: policies.packedSize,
    SessionTokenSize: session.token.length,
  }
}

/** The duration that is asked for, within its bounds. */
export function readDuration(call: StsCall, max: number, normal: number): number {
  const range = { min: call.limits.shortestSessionSeconds, max }
  return call.input.integer('DurationSeconds', range) ?? normal
}
