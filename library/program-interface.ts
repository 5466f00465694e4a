/** What a program holds of daypass. It imports nothing: the declarations that ship are made of it. */

/** Where leases and roles lie, and as whom daypass works. What is not given a variable may say, as for the command. */
export interface DaypassOptions {
  /** URL of the store: `s3://bucket/prefix?region=…` or `file:///directory`. Else `DAYPASS_STATE`. */
  readonly state?: string
  /** Directory of role files, or `state:` for those in the store. Else `DAYPASS_ROLES`, else `roles`. */
  readonly roles?: string
  /** Else `AWS_REGION`, else what the AWS SDK finds. */
  readonly region?: string
  /** Profile of the AWS files that daypass itself works as. Else `DAYPASS_AWS_PROFILE`, else what the AWS SDK finds. */
  readonly awsProfile?: string
  /** How sessions are revoked: `immediate`, or `tombstone`, which leaves it to the sweep. Else `DAYPASS_REVOCATION`. */
  readonly revocation?: 'immediate' | 'tombstone'
  /** Roles that are assumed to write policies in other accounts, one an account. Else `DAYPASS_REVOKER_ROLE_ARNS`. */
  readonly revokerRoleArns?: readonly string[]
  /** Takes a directory of `file://` that others may write. Else `DAYPASS_ALLOW_SHARED_DIRECTORY`. */
  readonly allowSharedDirectory?: boolean
}

/** What is asked for. */
export interface LeaseRequest {
  /** How long, such as `15m` or `1h30m`, or in seconds. The role's default when absent; more than the role allows is refused. */
  readonly ttl?: string | number
  /** Which of the role's `role_arns`; may be left out where there is one. */
  readonly roleArn?: string
  /** The readable part of the session's name, instead of the role's own. */
  readonly roleSessionName?: string
  /** Six digits, for a `session_token` role with an MFA device. */
  readonly mfaCode?: string
  /** For whom, as lists show it: a name. The user of this process when absent; in a workflow, its job. */
  readonly holder?: string
  /** Gives a role with `subjects` or `claims` also where no OIDC token says whose job this is; refused when absent. */
  readonly allowWithoutSubject?: boolean
  /** Stops it: what was begun is undone. */
  readonly signal?: AbortSignal
}

/** Credentials, as clients of the AWS SDK take them. */
export interface LeaseCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Absent for `iam_user`, whose keys need none. */
  readonly sessionToken?: string
  /** When AWS, or the end of the lease, refuses them. */
  readonly expiration: Date
}

/** Credentials and the lease that ends them. */
export interface IssuedLease {
  /** `<role>/<22 letters and digits>`, by which it is revoked. */
  readonly id: string
  readonly credentials: LeaseCredentials
  /** Whom AWS sees; absent where it does not tell. */
  readonly arn?: string
  readonly expiresAt: Date
  /** What whoever holds it has to hear, in whole sentences: that something may outlive it, that no sweep comes by to take it back. */
  readonly cautions: readonly string[]
}

/** A lease that may still have credentials behind it. */
export interface LiveLeaseFacts {
  readonly id: string
  readonly role: string
  readonly credentialType: 'iam_user' | 'assumed_role' | 'federation_token' | 'session_token'
  readonly status: 'pending' | 'active' | 'revoking'
  /** One line: the job, the workspace, or the user and the machine. */
  readonly holder: string
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** What became of a revocation. `revoked` is only said of credentials that AWS refuses now. */
export type RevokedLease =
  | { readonly status: 'revoked' | 'ended'; readonly at: Date }
  /** It cannot be taken back and ends by itself. */
  | { readonly status: 'ends_at'; readonly at: Date; readonly reason: string }
  /** The sweep does it. */
  | { readonly status: 'pending'; readonly reason: string }

/** What one sweep did, as ids of leases. */
export interface SweptLeases {
  readonly ended: readonly string[]
  /** They stay due, and the next sweep tries again. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
  /** Failed three times or more. */
  readonly stuck: readonly string[]
}

/** What is thrown: a program may decide by its code. */
export interface DaypassFailure extends Error {
  /** Stays what it is within a major version, such as `role-not-found`, `aws-denied`, `outcome-unknown`: docs/library.md has all. */
  readonly code: string
  /** What to do about it. */
  readonly hint: string | undefined
  /** All that is wrong with a role, and where. */
  readonly problems: readonly {
    readonly path: readonly (string | number)[]
    readonly message: string
  }[]
}

/** An open daypass. */
export interface Daypass {
  /**
   * Issues credentials of a role. If the process dies at any moment, the sweep ends what it left.
   *
   * @throws a {@link DaypassFailure}; nothing is handed out then, and what was made is taken back.
   */
  issue(role: string, options?: LeaseRequest): Promise<IssuedLease>
  /** Moves the end of a lease of an `iam_user`, at most to its role's `max_ttl`; answers the new end. `ttl` as in {@link LeaseRequest}. */
  renew(id: string, ttl?: string | number): Promise<Date>
  /** Ends a lease and the credentials behind it. Safe to repeat. */
  revoke(id: string): Promise<RevokedLease>
  /** All leases that live, or those of one role. One that cannot be read is thrown at the end. */
  leases(role?: string): AsyncIterable<LiveLeaseFacts>
  /** Ends what is due. Safe to run anywhere, any number at once. */
  sweep(options?: { readonly signal?: AbortSignal }): Promise<SweptLeases>
}
