import { DaypassError } from '../../core/errors.ts'
import type { KeptUserRef } from '../../core/keys/key-ring.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { ask } from '../clients/ask.ts'
import type { AwsClients } from '../clients/clients.ts'

/**
 * A user of IAM by its name.
 *
 * @throws `aws-rejected` when there is none.
 */
export async function findUser(
  clients: AwsClients,
  name: string,
  options: CallOptions,
): Promise<KeptUserRef> {
  const iam = await clients.iam()
  const { User } = await ask(`iam:GetUser on user/${name}`, options, (http) =>
    iam.getUser({ UserName: name }, http),
  )
  const { Arn: arn, UserId: id } = User ?? {}
  if (arn !== undefined && id !== undefined) return { arn, id, name }
  throw new DaypassError('aws-rejected', `iam:GetUser on user/${name} was answered without a user`)
}

/**
 * Makes sure that a user is still the one it was: one that was deleted and made again has the name, and perhaps other
 * rights and another owner.
 *
 * @throws `aws-rejected`.
 */
export async function refuseOtherUser(
  clients: AwsClients,
  user: KeptUserRef,
  options: CallOptions,
): Promise<void> {
  const found = await findUser(clients, user.name, options)
  if (found.id === user.id) return
  throw new DaypassError('aws-rejected', `user ${user.name} is not the one it was`, {
    hint: 'it was deleted and made again: delete the static role and write it anew',
  })
}
