import { parseArn } from '../../core/arn.ts'
import type { Clock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import type { KeptUserRef } from '../../core/keys/key-ring.ts'
import type { PlainKey } from '../../core/keys/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { ask } from '../clients/ask.ts'
import type { AwsClients } from '../clients/clients.ts'
import { confirmKey } from './confirm-key.ts'

/**
 * Whose key it is, by asking AWS with the key itself; one that was made a moment ago is tried for a minute.
 *
 * @throws `request-invalid` for a key of the account's root user, or of anything but an IAM user; `key-not-accepted`.
 */
export async function keyOwner(
  clients: AwsClients,
  clock: Clock,
  key: PlainKey,
  options: CallOptions,
): Promise<KeptUserRef> {
  const { accessKeyId, secretAccessKey } = key
  await confirmKey(clients, clock, key, options)
  const sts = await clients.stsAs(accessKeyId, secretAccessKey)
  const reply = await ask(`sts:GetCallerIdentity on access key ${accessKeyId}`, options, (http) =>
    sts.getCallerIdentity({}, http),
  )
  const { Arn: arn = '', UserId: id = '' } = reply
  if (arn.endsWith(':root')) {
    throw new DaypassError(
      'request-invalid',
      `${accessKeyId} is a key of the account’s root user`,
      {
        hint: 'delete it in AWS, and give the key of an IAM user: nothing limits what the root user may do, and what it issues cannot be revoked',
      },
    )
  }
  const resource = parseArn(arn)?.resource ?? ''
  if (resource.startsWith('user/')) return { arn, id, name: resource.split('/').at(-1) ?? '' }
  throw new DaypassError('request-invalid', `${accessKeyId} is not the key of an IAM user: ${arn}`)
}
