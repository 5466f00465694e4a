/** A session that policies of its own narrow. */
interface NarrowedSession {
  readonly durationSeconds: number
  /** After it the session policy denies all, where it has room for that. */
  readonly denyAfter: Date
  /**
   * Whether the lease is shorter than AWS's shortest session: its policy alone ends it, must have the end, and lets
   * nobody step into another role.
   */
  readonly isShort: boolean

  readonly policyArns: readonly string[]
  /** Compact JSON of the role's own policy. */
  readonly policyDocument: string | undefined
  /** IAM groups whose policies are merged in, as Vault does. */
  readonly groups: readonly string[]
}

/** A user with policies, groups and one access key. */
export interface IamUserOrder {
  readonly type: 'iam_user'
  readonly userName: string
  readonly userPath: string
  readonly permissionsBoundaryArn: string | undefined
  /** Taken to make the user in another account. */
  readonly accountRoleArn: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly policyArns: readonly string[]
  readonly policyDocument: string | undefined
  /** Name of the inline policy. */
  readonly policyName: string
  readonly groups: readonly string[]
  readonly expiresAt: Date
}

/** AssumeRole. */
export interface AssumedRoleOrder extends NarrowedSession {
  readonly type: 'assumed_role'
  readonly roleArn: string
  readonly sessionName: string
  readonly externalId: string | undefined
  readonly sessionTags: Readonly<Record<string, string>>
  readonly sourceIdentity: string | undefined
}

/** GetFederationToken. */
export interface FederationTokenOrder extends NarrowedSession {
  readonly type: 'federation_token'
  readonly userName: string
}

/** GetSessionToken. */
export interface SessionTokenOrder {
  readonly type: 'session_token'
  readonly durationSeconds: number
  readonly mfaSerialNumber: string | undefined
  readonly mfaCode: string | undefined
}

/** What an issuer is asked to make: a role and a request, checked and worked out to the last name. */
export type Order = IamUserOrder | AssumedRoleOrder | FederationTokenOrder | SessionTokenOrder
