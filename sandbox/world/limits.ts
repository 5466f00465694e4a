/** Quotas and limits that may be set otherwise than AWS's defaults. */
export interface Limits {
  readonly users: number
  readonly groups: number
  readonly roles: number
  readonly policies: number
  readonly groupsPerUser: number
  readonly attachedPolicies: number
  readonly accessKeysPerUser: number
  /** Shortest session that STS issues, in seconds. */
  readonly shortestSessionSeconds: number
}

/** AWS's defaults (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export const DEFAULT_LIMITS: Limits = {
  users: 5000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  groupsPerUser: 10,
  attachedPolicies: 10,
  accessKeysPerUser: 2,
  shortestSessionSeconds: 900,
}
