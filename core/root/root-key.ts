import type { KeptUser } from '../keys/key-ring.ts'

/** What a stored root key is used for. */
export const ROOT_USES = ['sessions', 'everything'] as const

/**
 * `sessions`: to issue federation and session tokens, which AWS gives to long-term keys only. `everything`: for all
 * that daypass asks of IAM and STS; the store is still reached with daypass's own credentials.
 */
export type RootUse = (typeof ROOT_USES)[number]

/** The key of an IAM user that daypass keeps for itself: Vault's `config/root`. */
export interface RootKey extends KeptUser {
  readonly use: RootUse
}
