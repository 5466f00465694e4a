import { keyInReply } from '../key-in-reply.ts'
import type { Clock } from '../../core/clock.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { ListedKey, PlainKey, UserKeys } from '../../core/keys/ports.ts'
import { deleteAccessKey } from './access-key.ts'
import { allPages } from '../clients/all-pages.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import type { AwsClients } from '../clients/clients.ts'
import { confirmKey } from './confirm-key.ts'
import { type OneUser, askAbout, change } from './one-user.ts'
import { isBusy, onceSettled } from '../clients/settling.ts'
import type { CallOptions } from '../../core/call-options.ts'

/**
 * The access keys of one user, changed as whoever the clients are. That may be the user itself with a key that was
 * made a moment ago: IAM's hosts may not all know it yet.
 */
export function userKeys(clients: AwsClients, userName: string, clock: Clock): UserKeys {
  const user = async (options: CallOptions): Promise<OneUser> => ({
    iam: await clients.iam(),
    clock,
    userName,
    options,
  })
  const settled = async <T>(options: CallOptions, request: () => Promise<T>) =>
    await onceSettled(clock, options, request, isKeySpreading)
  return {
    list: async (options) => await settled(options, async () => await list(await user(options))),
    lastUse: async (accessKeyId, options) => {
      const of = await user(options)
      const reply = await askAbout(of, 'GetAccessKeyLastUsed', (http) =>
        of.iam.getAccessKeyLastUsed({ AccessKeyId: accessKeyId }, http),
      )
      const { LastUsedDate: at, ServiceName: service = 'unknown' } = reply.AccessKeyLastUsed ?? {}
      return at === undefined ? undefined : { at, service }
    },
    create: async (options) => await create(await user(options)),
    prove: async (key, options) => {
      await confirmKey(clients, clock, key, options)
    },
    remove: async (accessKeyId, options) => {
      const of = await user(options)
      await settled(options, () => deleteAccessKey(of, accessKeyId))
    },
  }
}

async function list(of: OneUser): Promise<readonly ListedKey[]> {
  const { iam, userName: UserName } = of
  const keys = await allPages(
    (marker) =>
      askAbout(of, 'ListAccessKeys', (http) => iam.listAccessKeys({ UserName, ...marker }, http)),
    (page) => page.AccessKeyMetadata,
  )
  return keys.flatMap(({ AccessKeyId: accessKeyId, CreateDate, Status }) =>
    accessKeyId === undefined
      ? []
      : [{ accessKeyId, createdAt: CreateDate ?? new Date(0), active: Status !== 'Inactive' }],
  )
}

async function create(of: OneUser): Promise<PlainKey> {
  const { iam, userName: UserName } = of
  const reply = await change(
    of,
    'CreateAccessKey',
    (http) => iam.createAccessKey({ UserName }, http),
    // After a lost reply there may be a key already.
    (error) => isBusy(error) && !isDaypassError(error, 'outcome-unknown'),
  )
  const key = keyInReply(reply.AccessKey)
  if (key === undefined) {
    throw new DaypassError('outcome-unknown', 'iam:CreateAccessKey was answered without a key')
  }
  return key
}

/** The key that signs is so new that this host does not know it yet. */
function isKeySpreading(error: unknown): boolean {
  return awsCodeOf(error) === 'InvalidClientTokenId'
}
