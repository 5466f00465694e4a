import { DaypassError } from '../errors.ts'

/** `<role>/<22 characters>`: made by {@link newLeaseId} or checked by {@link parseLeaseId}, never by hand. */
export type LeaseId = `${string}/${string}` & { readonly __brand: 'LeaseId' }

/** A source of cryptographically strong bytes; a parameter, so that a simulation can replay it. */
export type Random = (size: number) => Uint8Array

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Of the lease's own characters, which end every name in AWS. */
export const LEASE_NAME_LENGTH = 22

/**
 * Role names: Vault's pattern (`framework.GenericNameWithAtRegex`), at most 64 characters so that every
 * name made from one stays within AWS's and S3's limits.
 */
export const ROLE_NAME_PATTERN = /^\w(?:[\w.@-]{0,62}\w)?$/

/** The part of a lease id after the slash: 22 letters and digits, 131 bits. */
export const LEASE_NAME_PATTERN = /^[A-Za-z0-9]{22}$/

/** A new id, unguessable and never reused: nobody can choose a session name that a revocation will name. */
export function newLeaseId(role: string, random: Random): LeaseId {
  let name = ''
  while (name.length < LEASE_NAME_LENGTH) {
    // 248 is the largest multiple of 62 in a byte: what is above would favour some letters.
    for (const byte of random(32)) {
      if (byte < 248 && name.length < LEASE_NAME_LENGTH) name += ALPHABET.charAt(byte % 62)
    }
  }
  return parseLeaseId(`${role}/${name}`)
}

/**
 * Reads a lease id from text.
 *
 * @throws {@link DaypassError} `request-invalid` when it is not one.
 */
export function parseLeaseId(text: string): LeaseId {
  const slash = text.lastIndexOf('/')
  if (
    ROLE_NAME_PATTERN.test(text.slice(0, Math.max(slash, 0))) &&
    LEASE_NAME_PATTERN.test(text.slice(slash + 1))
  ) {
    return text as LeaseId
  }
  throw new DaypassError('request-invalid', `${JSON.stringify(text)} is not a lease id`, {
    hint: 'a lease id looks like s3-reader/4cZkq2TzWq0bXyN8rPdU1a: role name, slash, 22 letters and digits',
  })
}

/** The role a lease was issued from. */
export function roleOf(id: LeaseId): string {
  return id.slice(0, id.lastIndexOf('/'))
}

/** The lease's own 22 characters; they end the user, session or federated name in AWS. */
export function nameOf(id: LeaseId): string {
  return id.slice(id.lastIndexOf('/') + 1)
}
