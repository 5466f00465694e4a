import type { TokenSource } from '../../assembly/identity-token/identity-token.ts'
import type { Secret } from '../../core/secret.ts'

/** Where an OIDC token comes from that can be fetched again, after main too. */
export type LastingTokenSource = Exclude<TokenSource, { readonly kind: 'text' }>

/** An access key as somebody gave it. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  readonly sessionToken: Secret | undefined
}

/** As whom daypass itself works: writes leases, issues, revokes. */
export type Identity =
  /** A role that is taken with a token. */
  | {
      readonly kind: 'broker-by-token'
      readonly roleArn: string
      readonly token: LastingTokenSource
    }
  /** A role that is taken with an access key. */
  | { readonly kind: 'broker-by-keys'; readonly roleArn: string; readonly keys: Keys }
  | { readonly kind: 'keys'; readonly keys: Keys }
  /** Whatever the SDK finds: environment, profile, machine. */
  | { readonly kind: 'ambient' }
  /** Nobody: roles are taken directly with a token, and nothing can be revoked. */
  | { readonly kind: 'nobody' }
