import type { LiveLease } from '../../core/lease/lease.ts'
import type { UserTrail } from '../../core/lease/lease-store.ts'
import { defined } from '../../core/language/defined.ts'
import { documentText, readDocument } from './document.ts'

/**
 * The text of an entry of the due index: where the user of a lease is, and by which key it is known should its holder have
 * renamed it, so that it is found should the lease vanish. Its name follows from the key. Empty for a session, which ends by itself.
 */
export function dueText({ principal, issuedAt }: LiveLease, nonce: string): string {
  if (principal.type !== 'iam_user') return ''
  const { userPath, account, accessKeyId } = principal
  return documentText(nonce, {
    issued_at: issuedAt,
    user: { user_path: userPath, ...defined({ account, access_key_id: accessKeyId }) },
  })
}

/**
 * Reads an entry; undefined for one that speaks of no user.
 *
 * @throws `state-invalid`
 */
export function readDueText(key: string, text: string): UserTrail | undefined {
  if (text === '') return undefined
  const fields = readDocument(key, text)
  const user = fields.fields('user')
  const trail = {
    issuedAt: fields.date('issued_at'),
    userPath: user.text('user_path'),
    ...defined({
      account: user.optionalText('account'),
      accessKeyId: user.optionalText('access_key_id'),
    }),
  }
  user.end()
  fields.end()
  return trail
}
