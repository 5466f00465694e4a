import type { IssuedText } from './issued.ts'

/** Variables by name; undefined for one that must not be there. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What would beat a key in the variables, or spoil it: left over from other credentials, or a profile. */
export const SPOILERS: Variables = {
  AWS_SESSION_TOKEN: undefined,
  AWS_SECURITY_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_DEFAULT_PROFILE: undefined,
  AWS_CREDENTIAL_EXPIRATION: undefined,
  AWS_SESSION_EXPIRATION: undefined,
}

/**
 * What AWS's SDKs and tools read, and what must not be there beside it.
 *
 * @param ownProfile - with which daypass runs: it goes on with it where the variables are set
 */
export function credentialVariables(issued: IssuedText, ownProfile: string | undefined): Variables {
  return {
    ...SPOILERS,
    AWS_ACCESS_KEY_ID: issued.accessKey,
    AWS_SECRET_ACCESS_KEY: issued.secretKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
    AWS_SESSION_EXPIRATION: issued.expiresAt,
    // SDKs refuse the key after this time, so a lease whose end can move must not pass it on.
    AWS_CREDENTIAL_EXPIRATION: issued.renewable ? undefined : issued.expiresAt,
    DAYPASS_LEASE_ID: issued.leaseId,
    ...(ownProfile === undefined ? {} : { DAYPASS_AWS_PROFILE: ownProfile }),
  }
}
