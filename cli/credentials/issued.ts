import type { Issuance } from '../../core/issuance/issuance.ts'
import { timeText } from '../printing/times.ts'

/**
 * Credentials in the clear, on their way to their holder. Made where they are printed or handed to a command, and
 * nowhere else.
 */
export interface IssuedText {
  readonly leaseId: string
  readonly role: string
  readonly credentialType: string
  readonly accessKey: string
  readonly secretKey: string
  /** Absent for `iam_user`. */
  readonly sessionToken: string | undefined
  readonly arn: string | undefined
  readonly issuedAt: string
  readonly expiresAt: string
  readonly ttlSeconds: number
  /** Whether daypass may move the end; AWS itself then knows of none. */
  readonly renewable: boolean
}

/** Takes the secrets out of an issuance. */
export function revealIssued({ lease, credentials }: Issuance): IssuedText {
  return {
    leaseId: lease.id,
    role: lease.role,
    credentialType: lease.credentialType,
    accessKey: credentials.accessKeyId,
    secretKey: credentials.secretAccessKey.reveal(),
    sessionToken: credentials.sessionToken?.reveal(),
    arn: credentials.arn,
    issuedAt: timeText(lease.issuedAt),
    expiresAt: timeText(lease.expiresAt),
    ttlSeconds: Math.floor((lease.expiresAt.getTime() - lease.issuedAt.getTime()) / 1000),
    renewable: lease.credentialType === 'iam_user' && lease.maxExpiresAt > lease.expiresAt,
  }
}
