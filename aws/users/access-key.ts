import type { CreateAccessKeyResponse } from '@aws-sdk/client-iam'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import { allPages } from '../clients/all-pages.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { type OneUser, askAbout, change } from './one-user.ts'
import { isNotYetThere } from '../clients/settling.ts'

/**
 * Makes a user's one access key. If the SDK had to try more than once, an earlier try may have made a key
 * that nobody holds: it is deleted.
 *
 * @throws `outcome-unknown` when the last reply was lost too: the user then has keys that nobody holds.
 */
export async function createAccessKey(of: OneUser): Promise<CreateAccessKeyResponse> {
  const { iam, userName: UserName } = of
  const reply = await change(
    of,
    'CreateAccessKey',
    (http) => iam.createAccessKey({ UserName }, http),
    isNotYetThere(UserName),
  )
  const kept = reply.AccessKey?.AccessKeyId
  if ((reply.$metadata.attempts ?? 1) > 1 && kept !== undefined) {
    const strays = (await accessKeyIds(of)).filter((id) => id !== kept)
    await allOrFirstFailure(strays.map((id) => deleteAccessKey(of, id)))
  }
  return reply
}

/** Ids of all access keys of a user. */
export async function accessKeyIds(of: OneUser): Promise<readonly string[]> {
  const { iam, userName: UserName } = of
  const keys = await allPages(
    (marker) =>
      askAbout(of, 'ListAccessKeys', (http) => iam.listAccessKeys({ UserName, ...marker }, http)),
    (page) => page.AccessKeyMetadata,
  )
  return keys.flatMap(({ AccessKeyId }) => AccessKeyId ?? [])
}

/**
 * Deletes a key, at once and without deactivating it first: one request less. Only where deleting fails, it
 * is made inactive, and the failure is thrown all the same. A key that is gone counts as deleted.
 */
export async function deleteAccessKey(of: OneUser, AccessKeyId: string): Promise<void> {
  const key = { UserName: of.userName, AccessKeyId }
  try {
    await change(of, 'DeleteAccessKey', (http) => of.iam.deleteAccessKey(key, http))
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return
    await change(of, 'UpdateAccessKey', (http) =>
      of.iam.updateAccessKey({ ...key, Status: 'Inactive' }, http),
    ).catch(() => undefined)
    throw error
  }
}
