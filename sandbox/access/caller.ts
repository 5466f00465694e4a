import { AwsError } from '../aws-error.ts'
import type { Authorization } from '../signature/authorization.ts'
import type { Account, World } from '../world/world.ts'
import { nameKey } from '../world/world.ts'
import type { AccessKey, IamRole, User } from '../world/entities.ts'
import type { StsSession } from '../world/session.ts'
import { awsArn } from '../world/arn.ts'

/** Who makes a request. */
export interface Caller {
  readonly kind: 'user' | 'user-session' | 'role-session' | 'federated-user' | 'root' | 'anonymous'
  readonly accountId: string
  /** As GetCallerIdentity tells it. */
  readonly arn: string
  /** `aws:userid`. */
  readonly userId: string
  readonly accessKeyId: string
  /** The user behind a user, a user session or a federated user. */
  readonly user?: User
  /** The role behind a role session. */
  readonly role?: IamRole
  readonly session?: StsSession
}

/** A request without a signature. */
export const ANONYMOUS: Caller = {
  kind: 'anonymous',
  accountId: '',
  arn: 'anonymous',
  userId: 'anonymous',
  accessKeyId: '',
}

/** The owner of a key and the secret it signs with. */
export interface KeyHolder {
  readonly caller: Caller
  readonly secret: string
}

/**
 * Finds who a key belongs to, as IAM has settled by now.
 *
 * @throws {@link AwsError} when AWS would not know the key, or not accept the token that came with it.
 */
export function findKeyHolder(world: World, authorization: Authorization, now: Date): KeyHolder {
  const { accessKeyId, token } = authorization
  const session = world.sessions.get(accessKeyId)
  const holder =
    session === undefined
      ? keyHolder(world, world.accessKeys.settled(accessKeyId, now), now)
      : sessionHolder(world, session, now)
  if (holder === undefined) throw unknownKey(authorization)
  if (token !== session?.token) {
    throw token === undefined ? unknownKey(authorization) : invalidToken(authorization)
  }
  return holder
}

/** @throws {@link AwsError} `ExpiredToken` */
export function requireUnexpired(authorization: Authorization, caller: Caller, now: Date): void {
  if (caller.session === undefined || now < caller.session.expiresAt) return
  throw authorization.service === 's3'
    ? new AwsError(400, 'ExpiredToken', 'The provided token has expired.')
    : new AwsError(403, 'ExpiredToken', 'The security token included in the request is expired')
}

/** The holder of a long-term key; undefined when the key is inactive or its user is gone. */
export function keyHolder(
  world: World,
  key: AccessKey | undefined,
  now: Date,
): KeyHolder | undefined {
  if (key?.status !== 'Active') return undefined
  const { accountId, accessKeyId, userId, secretAccessKey: secret } = key
  const facts = { accountId, accessKeyId, userId }
  if (key.userName === undefined) {
    return { secret, caller: { ...facts, kind: 'root', arn: rootArn(world, accountId) } }
  }
  const user = world.account(accountId).users.settled(nameKey(key.userName), now)
  if (user?.id !== userId) return undefined
  return { secret, caller: { ...facts, kind: 'user', arn: user.arn, user } }
}

/** The holder of a session, expired or not; undefined when the user or role behind it is gone. */
export function sessionHolder(world: World, session: StsSession, now: Date): KeyHolder | undefined {
  const behind = principalBehind(world.account(session.accountId), session, now)
  if (behind === undefined) return undefined
  const { kind, accountId, arn, userId, accessKeyId, secretAccessKey: secret } = session
  return { secret, caller: { kind, accountId, arn, userId, accessKeyId, session, ...behind } }
}

function principalBehind(
  account: Account,
  session: StsSession,
  now: Date,
): { readonly role: IamRole } | { readonly user: User } | undefined {
  const key = nameKey(session.principalName)
  if (session.kind === 'role-session') {
    const role = account.roles.settled(key, now)
    return role?.id === session.principalId ? { role } : undefined
  }
  const user = account.users.settled(key, now)
  return user?.id === session.principalId ? { user } : undefined
}

function rootArn(world: World, accountId: string): string {
  return awsArn(world, 'iam', accountId, 'root')
}

function unknownKey(authorization: Authorization): AwsError {
  return authorization.service === 's3'
    ? new AwsError(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        { AWSAccessKeyId: authorization.accessKeyId },
      )
    : new AwsError(
        403,
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      )
}

function invalidToken(authorization: Authorization): AwsError {
  return authorization.service === 's3'
    ? new AwsError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.')
    : unknownKey(authorization)
}
