/**
 * What AWS allows, as far as a role's definition can break it. Checked on 2026-11-21.
 *
 * Sources:
 * - quotas: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * - AssumeRole: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 * - GetFederationToken: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 * - GetSessionToken: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 * - Tag: https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html
 * - CreateUser: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export const AWS_LIMITS = {
  /** AssumeRole, GetFederationToken, GetSessionToken: DurationSeconds. */
  sessionSecondsMin: 900,
  /** AssumeRole: DurationSeconds, the highest MaxSessionDuration of a role. */
  roleSessionSecondsMax: 43_200,
  /** GetFederationToken, GetSessionToken: DurationSeconds. */
  userSessionSecondsMax: 129_600,
  /** AssumeRole, GetFederationToken: Policy and PolicyArns together, as plain text. */
  sessionPolicyCharacters: 2_048,
  /** AssumeRole, GetFederationToken: PolicyArns. */
  sessionPolicyArns: 10,
  /** Quotas: all inline policies of a user together, white space not counted. Cannot be raised. */
  userInlinePolicyCharacters: 2_048,
  /** Quotas: managed policies of a user, as accounts come; AWS raises it to 20 on request. */
  policiesPerUser: 10,
  /** Quotas: groups a user can be in. Cannot be raised. */
  groupsPerUser: 10,
  /** Tag; quotas: tags of a session and of a user. */
  tags: 50,
  tagKeyCharacters: 128,
  tagValueCharacters: 256,
  /** AssumeRole: RoleSessionName, SourceIdentity. */
  sessionNameCharacters: 64,
  sourceIdentityCharactersMin: 2,
  /** AssumeRole: RoleArn; PolicyDescriptorType: arn. */
  arnCharactersMin: 20,
  arnCharactersMax: 2_048,
} as const

/** The characters AWS allows, from the patterns of the pages named at {@link AWS_LIMITS}. */
export const AWS_PATTERNS = {
  /** AssumeRole: RoleSessionName, SourceIdentity. */
  sessionName: /^[\w+=,.@-]*$/,
  /** AssumeRole: ExternalId. */
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
  /** Tag: Key and Value. */
  tag: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
  /** CreateUser: Path. */
  userPath: /^\/([\x21-\x7F]{0,510}\/)?$/,
  /** Names of groups: quotas, "IAM name requirements". */
  groupName: /^[\w+=,.@-]{1,128}$/,
  /** The resource of a role's ARN: quotas, "IAM name requirements". */
  roleResource: /^role\/(?:[\x21-\x7E]+\/)?[\w+=,.@-]{1,64}$/,
  policyResource: /^policy\/(?:[\x21-\x7E]+\/)?[\w+=,.@-]{1,128}$/,
  /** GetSessionToken: SerialNumber. */
  mfaSerialNumber: /^[\w+=/:,.@-]{9,256}$/,
  account: /^\d{12}$/,
} as const
