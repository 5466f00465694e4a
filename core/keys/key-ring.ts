import { secondsAfter } from '../clock.ts'
import { SKEW_SECONDS } from '../lease/session-limits.ts'

/** The IAM user whose access keys are kept. */
export interface KeptUserRef {
  readonly arn: string
  readonly name: string
  /** AWS's unique id: a user that was deleted and made again has another. */
  readonly id: string
}

/** A key of the user, sealed. Without the identity it is as good as a random text. */
export interface KeptKey {
  readonly accessKeyId: string
  /** The secret key, encrypted for {@link KeptKey.recipients}. */
  readonly sealed: string
  /** Who can open it: public keys. */
  readonly recipients: readonly string[]
  /** When it was made or handed over; its rotation counts from here. */
  readonly since: Date
}

/** A rotation that may have made a key which nobody holds. */
export interface Attempt {
  readonly begunAt: Date
  /** After that time nobody asks AWS for a key on its account any more. */
  readonly createsUntil: Date
  /** Until then others leave it to whoever is at it. */
  readonly until: Date
  /** Ids of the user's keys before it: what is not among them may be its own. */
  readonly keysBefore: readonly string[]
}

/**
 * Where the keys of a user stand. A rotation goes from `steady` (or `empty`) through `creating`, `proving` and
 * `retiring` back to `steady`, with one conditional write at each step, so that any process can go on where
 * another died.
 *
 * - `empty`: no key yet
 * - `steady`: one key, in use
 * - `creating`: AWS may be making a key; what it answered is not recorded yet
 * - `proving`: the new key is recorded; whether AWS accepts it is not known yet, so it is not in use
 * - `retiring`: the new key is in use; the one before it is to be deleted at `until`
 * - `removing`: the role is given up; its keys are to be deleted, then the record goes
 */
export type KeyRing =
  | { readonly phase: 'empty' }
  | { readonly phase: 'steady'; readonly current: KeptKey }
  | {
      readonly phase: 'creating'
      readonly current: KeptKey | undefined
      readonly attempt: Attempt
    }
  | {
      readonly phase: 'proving'
      readonly current: KeptKey | undefined
      readonly attempt: Attempt
      readonly candidate: KeptKey
    }
  | {
      readonly phase: 'retiring'
      readonly current: KeptKey
      readonly attempt: Attempt
      readonly old: KeptKey | undefined
      readonly until: Date
    }
  | {
      readonly phase: 'removing'
      /** All keys that were recorded. */
      readonly accessKeyIds: readonly string[]
      /** Of a rotation that was under way. */
      readonly attempt: Attempt | undefined
    }

/** One phase of {@link KeyRing}. */
export type Phase<P extends KeyRing['phase']> = Extract<KeyRing, { readonly phase: P }>

/** A user's keys and how they are rotated. */
export interface KeptUser {
  readonly user: KeptUserRef
  /** Absent: rotated only when somebody asks. */
  readonly rotationPeriodSeconds: number | undefined
  /** How long a key still works after it was replaced. */
  readonly graceSeconds: number
  readonly ring: KeyRing
}

/** The key in use; absent before the first one and after the last. */
export function currentKey(ring: KeyRing): KeptKey | undefined {
  return 'current' in ring ? ring.current : undefined
}

/** Where a rotation that came to nothing began. */
export function ringBefore({ current }: Phase<'creating'> | Phase<'proving'>): KeyRing {
  return current === undefined ? { phase: 'empty' } : { phase: 'steady', current }
}

/** Ids of all keys that are recorded. */
export function knownKeyIds(ring: KeyRing): readonly string[] {
  switch (ring.phase) {
    case 'empty':
      return []
    case 'steady':
    case 'creating':
      return idsOf(ring.current)
    case 'proving':
      return idsOf(ring.current, ring.candidate)
    case 'retiring':
      return idsOf(ring.current, ring.old)
    case 'removing':
      return ring.accessKeyIds
  }
}

/** When the key in use is to be replaced; undefined where no period says so. */
export function rotatesAt({ ring, rotationPeriodSeconds }: KeptUser): Date | undefined {
  const key = currentKey(ring)
  if (key === undefined || rotationPeriodSeconds === undefined) return undefined
  return secondsAfter(key.since, rotationPeriodSeconds)
}

/** How long others leave a rotation alone: longer than its longest step takes, a minute of trying the key. */
export const ROTATING_SECONDS = 180

/** Whether others leave a rotation to whoever is at it. A mark that reaches further than anybody sets it is not believed. */
export function isUnderWay({ until }: Attempt, now: Date): boolean {
  return until > now && until <= secondsAfter(now, ROTATING_SECONDS + SKEW_SECONDS)
}

/** Whether a sweep has something to do here: a rotation is due, or one that was begun can go on. */
export function isRotationDue(kept: KeptUser, now: Date): boolean {
  const { ring } = kept
  switch (ring.phase) {
    case 'empty':
      return true
    case 'removing':
      return ring.attempt === undefined || !isUnderWay(ring.attempt, now)
    case 'steady': {
      const at = rotatesAt(kept)
      return at !== undefined && at <= now
    }
    case 'creating':
    case 'proving':
      return !isUnderWay(ring.attempt, now)
    case 'retiring':
      return ring.until <= now
  }
}

function idsOf(...keys: readonly (KeptKey | undefined)[]): readonly string[] {
  return keys.flatMap((key) => key?.accessKeyId ?? [])
}
