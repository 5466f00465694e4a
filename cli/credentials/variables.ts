import type { IssuedText } from './issued.ts'

/** Variables by name; undefined for one that must not be there. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * What AWS's SDKs and tools read. A session token that is left over from other credentials would spoil a key
 * without one, so it is named even when absent.
 */
export function credentialVariables(issued: IssuedText): Variables {
  return {
    AWS_ACCESS_KEY_ID: issued.accessKey,
    AWS_SECRET_ACCESS_KEY: issued.secretKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
    AWS_SECURITY_TOKEN: undefined,
    AWS_SESSION_EXPIRATION: issued.expiresAt,
    // SDKs refuse the key after this time, so a lease whose end can move must not pass it on.
    AWS_CREDENTIAL_EXPIRATION: issued.renewable ? undefined : issued.expiresAt,
    DAYPASS_LEASE_ID: issued.leaseId,
  }
}
