import { secondsAfter, wholeSecond } from '../clock.ts'
import type { Holder } from './holder.ts'
import type { LeaseId } from './lease-id.ts'
import { defined } from '../language/defined.ts'
import type { CredentialType } from '../role/role.ts'

/**
 * What stands behind a lease in AWS: enough to find it and take it back, never a secret. Names are chosen
 * before AWS is asked, so that the trail exists before the thing; what is optional only AWS can tell.
 */
export type Principal =
  | {
      readonly type: 'iam_user'
      readonly userName: string
      readonly userPath: string
      /** Twelve digits: where it is. Absent where AWS's endpoint does not tell, and in leases of older versions. */
      readonly account?: string
      /** The role that is taken to reach that account, where it is another than daypass's. */
      readonly accountRoleArn?: string
      readonly accessKeyId?: string
      /** AWS was asked for it more than once, and what it did not answer may still land. */
      readonly askedAgain?: true
    }
  | {
      readonly type: 'assumed_role'
      readonly roleArn: string
      /** Ends in the lease's 22 characters. */
      readonly sessionName: string
      /**
       * Whether its session policy denies all after the end of the lease. Where it does not, a console session that was
       * made from it may live on.
       */
      readonly endsByPolicy?: true
    }
  | {
      readonly type: 'federation_token'
      /** The federated user's name; ends in the lease's 22 characters. */
      readonly userName: string
      /** As for a role's session. */
      readonly endsByPolicy?: true
      /** The IAM user whose key issued it: a revocation denies there. */
      readonly issuerArn?: string
    }
  | {
      readonly type: 'session_token'
      readonly accessKeyId?: string
      /** As for a federation token. */
      readonly issuerArn?: string
      /** The second in which AWS issued it: all that tells it from its siblings. */
      readonly issuedSecond?: Date
    }

/** What is true of a lease from its beginning on. */
export interface LeaseFacts {
  readonly id: LeaseId
  readonly role: string
  readonly credentialType: CredentialType
  readonly holder: Holder
  readonly principal: Principal
  /** Only where the role names whom it is for and no token said who asked: it was given all the same. */
  readonly allowedWithoutSubject?: boolean
  /** When it was asked for. */
  readonly issuedAt: Date
  /** When the credentials end by themselves or by the sweep. */
  readonly expiresAt: Date
}

interface LiveFacts extends LeaseFacts {
  /** A renewal may not go beyond this. */
  readonly maxExpiresAt: Date
  /** When the sweep has to look at it; there is an entry in the due index for this time. */
  readonly dueAt: Date
}

/** The intention: AWS may or may not have made something already. Due when its maker must be dead. */
export interface PendingLease extends LiveFacts {
  readonly status: 'pending'
}

/** Issued, or at least nothing more will be written before it is handed out. Due when it expires. */
export interface ActiveLease extends LiveFacts {
  readonly status: 'active'
  readonly renewedAt?: Date
}

/** Why a lease is being ended. */
export type EndReason = 'requested' | 'expired' | 'abandoned' | 'failed'

/**
 * Somebody is taking it back, or tried and has to try again. Due when the present claim runs out or
 * the next attempt is to be made; until then no other process touches it.
 */
export interface RevokingLease extends LiveFacts {
  readonly status: 'revoking'
  readonly reason: EndReason
  readonly requestedAt: Date
  /** How many attempts began, this one included. */
  readonly attempts: number
  /** Whether a process is at it now, until `dueAt`; else the next attempt waits for `dueAt`. */
  readonly claimed: boolean
  readonly lastError?: string
}

/** A lease that may still have credentials behind it. */
export type LiveLease = PendingLease | ActiveLease | RevokingLease

/** What a lease is while it lives. */
export const LIVE_STATUSES = [
  'pending',
  'active',
  'revoking',
] as const satisfies readonly LiveLease['status'][]

/** How a lease ended: taken back in AWS before its time, run out by itself, or never came to be. */
export type Outcome = 'revoked' | 'expired' | 'never-issued'

/** The record that stays. An ended lease never becomes live again. */
export interface EndedLease extends LeaseFacts {
  readonly status: 'ended'
  readonly endedAt: Date
  readonly outcome: Outcome
  readonly reason: EndReason
}

/** Any lease. */
export type Lease = LiveLease | EndedLease

/** From this many attempts on, a revocation is shown as stuck. */
export const STUCK_AFTER_ATTEMPTS = 3

/** How long a process may take for one attempt to revoke before another may step in. */
export const REVOKING_SECONDS = 120

/** The longest wait between two attempts to revoke. */
export const RETRY_SECONDS_MAX = 6 * 3600

/**
 * How long a pending lease is left alone; no issue runs longer than half of this. After it no request of its maker is on
 * its way any more either.
 */
export const PENDING_GRACE_SECONDS = 300

/**
 * Until when requests of a user's maker may land, and make it anew; undefined for a lease that was active, whose maker has
 * come to its end, unless it had to ask for its user more than once.
 */
export function makerEndsAt({ principal, issuedAt }: LiveLease): Date | undefined {
  const isMade =
    principal.type !== 'iam_user' ||
    (principal.accessKeyId !== undefined && principal.askedAgain !== true)
  return isMade ? undefined : wholeSecond(secondsAfter(issuedAt, PENDING_GRACE_SECONDS))
}

/** pending → active: all that was ordered exists. */
export function activate(lease: PendingLease, principal: Principal): ActiveLease {
  return { ...lease, principal, status: 'active', dueAt: lease.expiresAt }
}

/** active → active with a later end. */
export function extend(lease: ActiveLease, expiresAt: Date, now: Date): ActiveLease {
  return { ...lease, expiresAt, dueAt: expiresAt, renewedAt: now }
}

/** live → revoking: claims the lease for one attempt. */
export function claim(lease: LiveLease, reason: EndReason, now: Date): RevokingLease {
  const before = lease.status === 'revoking' ? lease : undefined
  return {
    ...lease,
    status: 'revoking',
    reason: before?.reason ?? reason,
    requestedAt: before?.requestedAt ?? now,
    attempts: (before?.attempts ?? 0) + 1,
    claimed: true,
    dueAt: wholeSecond(secondsAfter(now, REVOKING_SECONDS)),
  }
}

/**
 * revoking → revoking after a failed attempt: the next one comes after 30 s, 1 min, 2 min, … up to
 * 6 h, without an end.
 */
export function postpone(lease: RevokingLease, error: string, now: Date): RevokingLease {
  const seconds = Math.min(30 * 2 ** Math.min(lease.attempts - 1, 20), RETRY_SECONDS_MAX)
  const next = wholeSecond(secondsAfter(now, seconds))
  // A session that ends before the next attempt is looked at when it ends.
  const ends = lease.principal.type !== 'iam_user' && lease.expiresAt > now ? lease.expiresAt : next
  return { ...lease, claimed: false, lastError: error, dueAt: ends < next ? ends : next }
}

/**
 * revoking → as it was before a try that was none, since AWS asked for fewer requests or the caller stopped it. Somebody's wish
 * to end it before its time stays: it is due at once then.
 */
export function unclaim(mine: RevokingLease, before: LiveLease, now: Date): LiveLease {
  if (before.status === 'revoking') return { ...before, claimed: false }
  return before.dueAt <= now ? before : { ...mine, claimed: false, dueAt: wholeSecond(now) }
}

/** revoking → revoking, to be looked at again at a time. */
export function lookAgain(lease: RevokingLease, reason: string, at: Date): RevokingLease {
  return { ...lease, claimed: false, lastError: reason, dueAt: at }
}

/** live → ended. */
export function end(lease: LiveLease, outcome: Outcome, reason: EndReason, now: Date): EndedLease {
  const { id, role, credentialType, holder, principal, issuedAt, expiresAt } = lease
  const { allowedWithoutSubject } = lease
  const facts = { id, role, credentialType, holder, principal, issuedAt, expiresAt }
  return {
    ...facts,
    ...defined({ allowedWithoutSubject }),
    status: 'ended',
    endedAt: now,
    outcome,
    reason,
  }
}
