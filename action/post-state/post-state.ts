import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { ConnectionSettings } from '../connection/connection.ts'

/** One lease that main made, or was about to make when it died. */
export interface PostLease {
  readonly id: LeaseId
  readonly alias: string | undefined
  /** What follows is known once it is issued. */
  readonly arn: string | undefined
  readonly expiresAt: Date | undefined
}

/** Variables that main set, and what they were before. */
export interface PostVariables {
  /** Not a secret. While it stands, the variables are main's own. */
  readonly witness: { readonly name: string; readonly value: string }
  /** By name; empty where there was none. */
  readonly earlier: Readonly<Record<string, string>>
}

/** A section that main wrote into one of AWS's files. */
export interface PostProfile {
  readonly file: string
  readonly section: string
  /** Tells it from one that somebody wrote since: its mark begins with it. */
  readonly lease: LeaseId
}

/** What main leaves to post. It has secrets where daypass was given access keys, and nowhere else. */
export interface PostState {
  readonly connection: ConnectionSettings
  readonly revoke: 'always' | 'never'
  readonly maskAccountId: boolean
  readonly leases: readonly PostLease[]
  readonly variables: readonly PostVariables[]
  readonly profiles: readonly PostProfile[]
  /** Where profiles that refresh themselves keep what they have made since. */
  readonly refreshDirectory: string | undefined
}
