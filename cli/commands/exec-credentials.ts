import { DaypassError } from '../../core/errors.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import { jsonLine } from '../../core/language/json-text.ts'

/**
 * What profiles of `exec --profile` run: asks the endpoint of the `exec` above it, and prints what AWS tools read from a
 * `credential_process`.
 *
 * @throws `request-invalid` where no such endpoint is, or it has none.
 */
export async function execCredentialsCommand({ context }: Session, url: string): Promise<number> {
  const token = context.env['DAYPASS_EXEC_TOKEN']
  if (token === undefined) throw usageError('this is for programs that daypass exec has started')
  const reply = await fetch(url, { headers: { authorization: token } }).catch((cause: unknown) => {
    throw new DaypassError(
      'aws-unavailable',
      'the daypass exec that serves this profile does not answer',
      {
        cause,
        hint: 'it has ended, and its credentials are revoked',
      },
    )
  })
  const document = (await reply.json()) as Readonly<Record<string, string>>
  if (!reply.ok)
    throw new DaypassError('aws-unavailable', document['message'] ?? `it answers ${reply.status}`)
  const { Token, ...others } = document
  const session = Token === undefined || Token === '' ? {} : { SessionToken: Token }
  await context.stdout.write(jsonLine({ Version: 1, ...others, ...session }))
  return EXIT.ok
}
