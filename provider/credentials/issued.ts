import type { Issuance } from '../../core/issuance/issuance.ts'
import type { AnswerOf } from '../../terraform-plugin/protocol/schema.ts'
import type { issuedAttributes } from './attributes.ts'

/** What Terraform gets to know of an issuance, secrets in clear text. */
export type IssuedAnswer = AnswerOf<{ description: string; attributes: typeof issuedAttributes }>

/** Hands the credentials over to who asked for them: Terraform. */
export function issuedAnswer({ lease, credentials }: Issuance): IssuedAnswer {
  return {
    access_key: credentials.accessKeyId,
    secret_key: credentials.secretAccessKey.reveal(),
    session_token: credentials.sessionToken?.reveal() ?? null,
    arn: credentials.arn ?? null,
    lease_id: lease.id,
    issued_at: lease.issuedAt.toISOString(),
    expires_at: credentials.expiresAt.toISOString(),
  }
}
