import { timestamp } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { defined } from '../../core/language/defined.ts'
import { jsonLine } from '../../core/language/json-text.ts'
import { type LeaseId, type Random, parseLeaseId } from '../../core/lease/lease-id.ts'
import { documentText, readDocument } from '../../state/documents/document.ts'
import { newNonce } from '../../state/documents/nonce.ts'
import { readPrivateFile, writePrivateFile } from '../files/private-file.ts'

/** Credentials as they lie in a file that its owner alone reads. */
export interface CachedCredentials {
  readonly lease: LeaseId
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | undefined
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/**
 * New ones are asked for when less than this is left, or half their lifetime where that is shorter. The AWS CLI and boto3 want
 * new ones when 15 minutes are left, and start the program for every request until they get them.
 *
 * Source: https://github.com/boto/botocore/blob/1.43.11/botocore/credentials.py (RefreshableCredentials)
 */
const LEFT_MS = 16 * 60_000

/** Undefined when there are none, or they cannot be understood. */
export function readCache(file: string): CachedCredentials | undefined {
  const text = readPrivateFile(file)
  if (text === undefined) return undefined
  try {
    return parseCache(file, text)
  } catch (error) {
    if (isDaypassError(error)) return undefined
    throw error
  }
}

function parseCache(file: string, text: string): CachedCredentials {
  const fields = readDocument(file, text)
  return {
    lease: parseLeaseId(fields.text('lease_id')),
    accessKeyId: fields.text('access_key_id'),
    secretAccessKey: fields.text('secret_access_key'),
    sessionToken: fields.optionalText('session_token'),
    issuedAt: fields.date('issued_at'),
    expiresAt: fields.date('expires_at'),
  }
}

/** Replaces the cached credentials in one step. */
export function writeCache(file: string, credentials: CachedCredentials, random: Random): void {
  const text = documentText(newNonce(random), {
    lease_id: credentials.lease,
    access_key_id: credentials.accessKeyId,
    secret_access_key: credentials.secretAccessKey,
    session_token: credentials.sessionToken,
    issued_at: credentials.issuedAt,
    expires_at: credentials.expiresAt,
  })
  writePrivateFile(file, text, random)
}

/** Whether they need not be replaced yet. */
export function isFresh({ issuedAt, expiresAt }: CachedCredentials, now: Date): boolean {
  const lifetime = expiresAt.getTime() - issuedAt.getTime()
  return expiresAt.getTime() - now.getTime() > Math.min(LEFT_MS, lifetime / 2)
}

/**
 * What a `credential_process` prints, with its newline.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function processOutput(credentials: Omit<CachedCredentials, 'lease' | 'issuedAt'>): string {
  return jsonLine({
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    ...defined({ SessionToken: credentials.sessionToken }),
    Expiration: timestamp(credentials.expiresAt),
  })
}
