import { DaypassError } from '../../core/errors.ts'
import type { KeptUserRef } from '../../core/keys/key-ring.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { ask } from '../clients/ask.ts'
import type { AwsClients } from '../clients/clients.ts'
import { awsCodeOf } from '../errors/aws-error.ts'

/** The tag that says which static role may change the keys of a user: its value is the role's name. */
const STATIC_ROLE_TAG = 'daypass:static-role'

/**
 * Gives a user into the hands of a static role, by a tag: whoever may only write the store cannot. Changes nothing where
 * the tag says so already.
 *
 * @throws `aws-rejected` when there is none; `aws-denied` without the right to tag it.
 */
export async function giveUser(
  clients: AwsClients,
  { name, role }: { readonly name: string; readonly role: string },
  options: CallOptions,
): Promise<KeptUserRef> {
  const { user, givenTo } = await readUser(clients, name, options)
  if (givenTo === role) return user
  const iam = await clients.iam()
  const tags = { UserName: name, Tags: [{ Key: STATIC_ROLE_TAG, Value: role }] }
  await ask(`iam:TagUser on user/${name}`, options, (http) => iam.tagUser(tags, http))
  return user
}

/**
 * Whether a user on record is still there and the one it was: one that was deleted and made again has the name, and
 * perhaps other rights and another owner.
 *
 * @param role - the static role whose record it is.
 * @throws `state-invalid` for a user that nobody has given to that role: the record may be made up.
 */
export async function isKeptUser(
  clients: AwsClients,
  { user, role }: { readonly user: KeptUserRef; readonly role: string },
  options: CallOptions,
): Promise<boolean> {
  const found = await readUser(clients, user.name, options).catch((error: unknown) => {
    if (awsCodeOf(error) === 'NoSuchEntity') return undefined
    throw error
  })
  if (found?.user.id !== user.id || found.user.arn !== user.arn) return false
  if (found.givenTo === role) return true
  throw new DaypassError(
    'state-invalid',
    `no tag says that user ${user.name} is for the static role ${role}`,
    {
      hint: `its tag ${STATIC_ROLE_TAG} says ${found.givenTo ?? 'nothing'}: if it is meant, write the static role anew; if not, somebody has altered the store`,
    },
  )
}

async function readUser(
  clients: AwsClients,
  name: string,
  options: CallOptions,
): Promise<{ readonly user: KeptUserRef; readonly givenTo: string | undefined }> {
  const iam = await clients.iam()
  const { User } = await ask(`iam:GetUser on user/${name}`, options, (http) =>
    iam.getUser({ UserName: name }, http),
  )
  const { Arn: arn, UserId: id, Tags = [] } = User ?? {}
  const givenTo = Tags.find(({ Key }) => Key === STATIC_ROLE_TAG)?.Value
  if (arn !== undefined && id !== undefined) return { user: { arn, id, name }, givenTo }
  throw new DaypassError('aws-rejected', `iam:GetUser on user/${name} was answered without a user`)
}
