import { accountOfRole, parseArn } from '../arn.ts'
import { DaypassError } from '../errors.ts'
import type { AssumedRoleRole, FederationTokenRole, IamUserRole, Role } from '../role/role.ts'
import { NOTHING_REMAINS, type Remains } from './remains.ts'
import { distinct } from './statement.ts'

/** The bucket that state is in; fits the location that a state URL says. */
export interface StateBucket {
  readonly bucket: string
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string
  readonly region?: string
  /** Key id, ARN or alias. */
  readonly kmsKeyId?: string
}

/** All that rights depend on: the roles, and where they and their leases are. */
export interface Deployment {
  readonly roles: readonly Role[]
  readonly partition: string
  /** Twelve digits; daypass's own account. */
  readonly account: string
  /** Undefined for state in a directory, which takes no rights of AWS. */
  readonly bucket: StateBucket | undefined
  /** ARN of the IAM user whose key issues federation and session tokens. */
  readonly issuingUserArn: string
  /** ARN of the boundary that `daypass policy boundary` prints: it guards itself. */
  readonly boundaryArn: string
  /** Whether the roles that are assumed have that boundary: then denies may be written on no others. */
  readonly hasBoundedRoles: boolean
  /** Roles in other accounts that daypass takes to write denies there. */
  readonly revokerRoleArns: readonly string[]
  /** What lives of roles that may be others by now: rights to take it back are among those of the roles. */
  readonly remains: Remains
}

/** What is known beforehand; the rest is read off the roles. */
export type DeploymentFacts = Pick<Deployment, 'roles' | 'bucket' | 'revokerRoleArns'> & {
  readonly account?: string | undefined
  /** Name or ARN; `daypass-issuer` when absent. */
  readonly issuingUser?: string | undefined
  /** Name or ARN; `daypass-boundary` when absent. */
  readonly boundary?: string | undefined
  /** False when absent. */
  readonly hasBoundedRoles?: boolean | undefined
  /** Nothing when absent. */
  readonly remains?: Remains | undefined
}

/**
 * Completes what is known from the roles' ARNs.
 *
 * @throws `request-invalid` when the account is not given and the roles name none, or several.
 */
export function deploymentOf(facts: DeploymentFacts): Deployment {
  const { roles, bucket, revokerRoleArns, remains = NOTHING_REMAINS } = facts
  const texts = roles.flatMap(arnsOf)
  const isNamed = texts.length > 0
  const left = isNamed ? [] : remains.targets.map(({ arn }) => arn)
  const arns = [...texts, ...left].flatMap((text) => parseArn(text) ?? [])
  const accounts = distinct(
    [
      ...arns.map(({ account }) => account),
      ...(isNamed ? [] : remains.paths.flatMap(({ account = '' }) => [account])),
    ].filter((account) => /^\d{12}$/.test(account)),
  )
  const [only, ...others] = accounts
  const account = facts.account ?? (others.length === 0 ? only : undefined)
  if (account === undefined) throw unknownAccount(accounts)
  const partition =
    arns.find((arn) => arn.account === account)?.partition ?? partitionOf(bucket?.region)
  const named = (kind: string, name: string) =>
    name.startsWith('arn:') ? name : `arn:${partition}:iam::${account}:${kind}/${name}`
  return {
    roles,
    partition,
    account,
    bucket,
    revokerRoleArns,
    remains,
    hasBoundedRoles: facts.hasBoundedRoles ?? false,
    issuingUserArn: named('user', facts.issuingUser ?? 'daypass-issuer'),
    boundaryArn: named('policy', facts.boundary ?? 'daypass-boundary'),
  }
}

/** The roles that make users in the deployment's account. */
export function userRoles({ roles, account }: Deployment): readonly IamUserRole[] {
  return roles.filter(isUserRole).filter(({ account_role_arn: arn }) => {
    return arn === undefined || accountOfRole(arn) === account
  })
}

/** The roles that make users in accounts that they name themselves. */
export function accountRoles({ roles, account }: Deployment): readonly IamUserRole[] {
  return roles.filter(isUserRole).filter(({ account_role_arn: arn }) => {
    return arn !== undefined && accountOfRole(arn) === account
  })
}

/** The roles that are taken to make users in other accounts. */
export function elsewhereArns({ roles, account }: Deployment): readonly string[] {
  return roles
    .filter(isUserRole)
    .flatMap(({ account_role_arn: arn = [] }) => arn)
    .filter((arn) => accountOfRole(arn) !== account)
}

function isUserRole(role: Role): role is IamUserRole {
  return role.credential_type === 'iam_user'
}

/** The roles that assume roles. */
export function assumingRoles({ roles }: Deployment): readonly AssumedRoleRole[] {
  return roles.filter((role) => role.credential_type === 'assumed_role')
}

/** The roles that take federation tokens. */
export function federatingRoles({ roles }: Deployment): readonly FederationTokenRole[] {
  return roles.filter((role) => role.credential_type === 'federation_token')
}

/** Whether sessions are issued by the key of the issuing user. */
export function issuesFromUser({ roles }: Deployment): boolean {
  return roles.some(
    ({ credential_type: type }) => type === 'federation_token' || type === 'session_token',
  )
}

/** An ARN of IAM in daypass's own account. */
export function iamArn({ partition, account }: Deployment, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`
}

function arnsOf(role: Role): readonly string[] {
  if (role.credential_type === 'assumed_role') return role.role_arns
  // The boundary of users elsewhere is elsewhere.
  if (role.credential_type !== 'iam_user' || role.account_role_arn !== undefined) return []
  return role.permissions_boundary_arn === undefined ? [] : [role.permissions_boundary_arn]
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region = ''): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

function unknownAccount(accounts: readonly string[]): DaypassError {
  const why =
    accounts.length === 0
      ? 'no role names an account'
      : `the roles name accounts ${accounts.join(', ')}`
  return new DaypassError('request-invalid', `${why}: which is that of daypass is not known`, {
    reason: { is: 'account-unknown' },
    hint: 'say which account daypass is in',
  })
}
