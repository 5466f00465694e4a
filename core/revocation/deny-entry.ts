import { parseArn } from '../arn.ts'
import type { LeaseFacts } from '../lease/lease.ts'
import { LEASE_NAME_PATTERN, nameOf } from '../lease/lease-id.ts'
import { lastUseAt } from '../lease/session-limits.ts'

/**
 * The identity in IAM that carries a deny: the role a session is of, or the IAM user that issued it.
 * Both by ARN.
 */
export interface DenyTarget {
  readonly kind: 'role' | 'user'
  readonly arn: string
}

/** One session to be denied, for as long as it may live. */
export interface DenyEntry {
  /** The lease's 22 characters: they end the `aws:userid` of its session, and name the entry. */
  readonly name: string
  /** When the session ends by itself, and all that can be made of it in the console; the entry may go soon after. */
  readonly until: Date
  /**
   * Set on Ceph: the whole name of the session, ending in `name`. Its matcher of wildcards does not try
   * again after a false start, so only what follows the one colon of a user id can be met there.
   */
  readonly sessionName?: string
  /** Set for a `session_token`, which has no name: the second in which AWS issued it. */
  readonly issuedSecond?: Date
}

/** A deny to be written, and where. */
export interface Denial {
  readonly target: DenyTarget
  readonly entry: DenyEntry
}

/**
 * What denies the session behind a lease; undefined when nothing can single it out (its maker died
 * before AWS's answer was recorded: then nobody holds it either).
 */
export function denialOf(lease: LeaseFacts): Denial | undefined {
  const { principal } = lease
  const entry = { name: nameOf(lease.id), until: lastUseAt(lease) }
  switch (principal.type) {
    case 'assumed_role':
      return {
        target: { kind: 'role', arn: principal.roleArn },
        entry: isCephs(principal.roleArn)
          ? { ...entry, sessionName: principal.sessionName }
          : entry,
      }
    case 'federation_token':
      return principal.issuerArn === undefined
        ? undefined
        : { target: { kind: 'user', arn: principal.issuerArn }, entry }
    case 'session_token': {
      const { issuerArn, issuedSecond } = principal
      if (issuerArn === undefined || issuedSecond === undefined) return undefined
      return { target: { kind: 'user', arn: issuerArn }, entry: { ...entry, issuedSecond } }
    }
    case 'iam_user':
      return undefined
  }
}

/** What carries denies, by its ARN in IAM; undefined when that is not one of a role or a user. */
export function denyTargetOf(arn: string): DenyTarget | undefined {
  const { service, region, resource = '' } = parseArn(arn) ?? {}
  const [, kind] = /^(role|user)\/(?:.*\/)?[^/]+$/.exec(resource) ?? []
  if (service !== 'iam' || region !== '' || (kind !== 'role' && kind !== 'user')) return undefined
  return { kind, arn }
}

/** Ceph's ARNs have no account. */
function isCephs(roleArn: string): boolean {
  return roleArn.split(':')[4] === ''
}

const SESSION_NAME_PATTERN = /^[\w+=,.@-]{2,64}$/

/** Whether an entry's texts may stand in a policy: a wildcard among them would end every session. */
export function isSafe({ name, sessionName }: DenyEntry): boolean {
  const named =
    sessionName === undefined ||
    (SESSION_NAME_PATTERN.test(sessionName) && sessionName.endsWith(name))
  return LEASE_NAME_PATTERN.test(name) && named
}
