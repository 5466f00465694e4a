import type { CreateAccessKeyResponse, IAM } from '@aws-sdk/client-iam'
import type { Clock } from '../core/clock.ts'
import { allOrFirstFailure } from '../core/in-parallel.ts'
import type { CallOptions } from '../core/ports.ts'
import { allPages } from './all-pages.ts'
import { ask } from './ask.ts'
import { awsCodeOf } from './aws-error.ts'
import { isNotYetThere, onceSettled } from './settling.ts'

/**
 * Makes a user's one access key. If the SDK had to try more than once, an earlier try may have made a key
 * that nobody holds: it is deleted.
 *
 * @throws `outcome-unknown` when the last reply was lost too: the user then has keys that nobody holds.
 */
export async function createAccessKey(
  iam: IAM,
  clock: Clock,
  userName: string,
  options: CallOptions,
): Promise<CreateAccessKeyResponse> {
  const reply = await onceSettled(
    clock,
    options,
    () =>
      ask(`iam:CreateAccessKey on user/${userName}`, options, (http) =>
        iam.createAccessKey({ UserName: userName }, http),
      ),
    isNotYetThere(userName),
  )
  const kept = reply.AccessKey?.AccessKeyId
  if ((reply.$metadata.attempts ?? 1) > 1 && kept !== undefined) {
    const ids = await accessKeyIds(iam, userName, options)
    const strays = ids.filter((id) => id !== kept)
    await allOrFirstFailure(strays.map((id) => deleteAccessKey(iam, userName, id, options)))
  }
  return reply
}

/** Ids of all access keys of a user. */
export async function accessKeyIds(
  iam: IAM,
  userName: string,
  options: CallOptions,
): Promise<readonly string[]> {
  const keys = await allPages(
    (marker) =>
      ask(`iam:ListAccessKeys on user/${userName}`, options, (http) =>
        iam.listAccessKeys({ UserName: userName, ...marker }, http),
      ),
    (page) => page.AccessKeyMetadata,
  )
  return keys.flatMap(({ AccessKeyId }) => AccessKeyId ?? [])
}

/**
 * Deletes a key, at once and without deactivating it first: one request less. Only where deleting fails, it
 * is made inactive, and the failure is thrown all the same. A key that is gone counts as deleted.
 */
export async function deleteAccessKey(
  iam: IAM,
  userName: string,
  accessKeyId: string,
  options: CallOptions,
): Promise<void> {
  const key = { UserName: userName, AccessKeyId: accessKeyId }
  try {
    await ask(`iam:DeleteAccessKey on user/${userName}`, options, (http) =>
      iam.deleteAccessKey(key, http),
    )
  } catch (error) {
    if (awsCodeOf(error) === 'NoSuchEntity') return
    await ask(`iam:UpdateAccessKey on user/${userName}`, options, (http) =>
      iam.updateAccessKey({ ...key, Status: 'Inactive' }, http),
    ).catch(() => undefined)
    throw error
  }
}
