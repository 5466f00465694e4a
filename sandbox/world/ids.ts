import { randomBytes } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * A unique id in AWS's shape: a prefix of four letters (`AIDA` user, `AROA` role, `AGPA` group, `ANPA` policy,
 * `AKIA` long-term key, `ASIA` session key …) and letters and digits up to the length
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export function newUniqueId(prefix: string, length: 20 | 21): string {
  const bytes = randomBytes(length - prefix.length)
  return prefix + Array.from(bytes, (byte) => BASE32.charAt(byte % 32)).join('')
}

/** A secret access key: 40 characters. */
export function newSecretKey(): string {
  return randomBytes(30).toString('base64')
}

/** A session token: opaque, and as long as AWS's usually are. */
export function newSessionToken(): string {
  return `IQoJb3JpZ2luX2Vj${randomBytes(300).toString('base64')}`
}

/** The seed of a virtual MFA device: 64 characters of base32. */
export function newMfaSeed(): string {
  return Array.from(randomBytes(64), (byte) => BASE32.charAt(byte % 32)).join('')
}

/** A request id. */
export function newRequestId(): string {
  return randomBytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/u, '$1-$2-$3-$4-')
}

/** An object version id. */
export function newVersionId(): string {
  return randomBytes(24).toString('base64url')
}
