/** What daypass itself sets, beside AWS's own limits. */
export const DAYPASS_LIMITS = {
  /** The shortest lease: below it the time that IAM needs to spread a change would be longer than the lease. */
  leaseSecondsMin: 30,
  /** The longest lease of a user: nothing in AWS ends it, so somebody must. */
  userLeaseSecondsMax: 365 * 86_400,
  leasesMax: 100_000,
  subjectCharacters: 512,
  /** Size of a role's file. */
  fileBytes: 256 * 1024,
  /** Tags that daypass sets on every user; their keys begin with `daypass:`. */
  ownTags: 4,
  /** What the end of a lease takes in a user's list of statements: one more that denies everything after a time. */
  userEndCharacters: 140,
  /** What the end of a lease below AWS's shortest takes in a session policy: the same, and no way into other roles. */
  sessionEndCharacters: 224,
  /** The same where there is no other statement. */
  sessionEndAloneCharacters: 260,
  /** How much of a session's name is left beside the lease's 22 characters and the hyphen before them. */
  readableNameCharacters: 41,
} as const

/** Lifetimes of roles that name none, in seconds. */
export const DEFAULT_TTL = { lease: 3_600, userMax: 86_400 } as const

/** Where users are made unless the role says otherwise; the rights of daypass can be limited to it. */
export const DEFAULT_USER_PATH = '/daypass/'
