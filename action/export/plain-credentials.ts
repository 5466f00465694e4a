import { parseArn } from '../../core/arn.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Runner } from '../runner/runner.ts'

/** What was issued, as text: on its way to its holder. */
export interface PlainCredentials {
  readonly lease: LeaseId
  readonly role: string
  readonly alias: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Absent for users. */
  readonly sessionToken: string | undefined
  readonly arn: string | undefined
  readonly accountId: string | undefined
  readonly issuedAt: Date
  readonly expiresAt: Date
}

/** Opens what was issued. */
export function plainCredentials(
  { lease, credentials }: Issuance,
  facts: { readonly alias: string | undefined; readonly arn: string | undefined },
): PlainCredentials {
  const account = facts.arn === undefined ? '' : (parseArn(facts.arn)?.account ?? '')
  return {
    lease: lease.id,
    role: lease.role,
    alias: facts.alias,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey.reveal(),
    sessionToken: credentials.sessionToken?.reveal(),
    arn: facts.arn,
    accountId: account === '' ? undefined : account,
    issuedAt: lease.issuedAt,
    expiresAt: credentials.expiresAt,
  }
}

/** Masks what was issued, before it is saved or handed over. */
export function maskIssued(
  runner: Pick<Runner, 'mask'>,
  issued: readonly PlainCredentials[],
): void {
  for (const { accessKeyId, secretAccessKey, sessionToken } of issued) {
    for (const text of [accessKeyId, secretAccessKey, sessionToken]) {
      if (text !== undefined) runner.mask(text)
    }
  }
}
