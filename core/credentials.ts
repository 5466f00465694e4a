import type { Secret } from './secret.ts'

/** What a holder gets: as Vault's `creds` endpoint answers, with secrets that do not print. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  /** Absent for `iam_user`, whose keys need none. */
  readonly sessionToken: Secret | undefined
  /** The ARN that AWS will see: the user, the assumed-role session or the federated user; absent where AWS does not tell. */
  readonly arn: string | undefined
  /** When AWS stops accepting them, or earlier when the lease is shorter than AWS's shortest. */
  readonly expiresAt: Date
}
