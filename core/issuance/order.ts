interface SessionPolicies {
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
  readonly tags: Readonly<Record<string, string>>
  readonly policyArns: readonly string[]
  readonly policyDocument: string | undefined
  /** Name of the inline policy. */
  readonly policyName: string
  readonly groups: readonly string[]
  readonly expiresAt: Date
}

/** AssumeRole. */
export interface AssumedRoleOrder extends SessionPolicies {
  readonly type: 'assumed_role'
  readonly roleArn: string
  readonly sessionName: string
  readonly durationSeconds: number
  /** Set when the lease is shorter than AWS's shortest session: the session policy denies all after it. */
  readonly denyAfter: Date | undefined
  readonly externalId: string | undefined
  readonly sessionTags: Readonly<Record<string, string>>
  readonly sourceIdentity: string | undefined
}

/** GetFederationToken. */
export interface FederationTokenOrder extends SessionPolicies {
  readonly type: 'federation_token'
  readonly userName: string
  readonly durationSeconds: number
  /** As for {@link AssumedRoleOrder}. */
  readonly denyAfter: Date | undefined
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
