import { keyInReply } from '../key-in-reply.ts'
import type { CreateAccessKeyResponse } from '@aws-sdk/client-iam'
import { parseArn } from '../../core/arn.ts'
import type { Clock } from '../../core/clock.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'
import type { IamUserOrder } from '../../core/issuance/order.ts'
import { policySize } from '../../core/policy/text.ts'
import type { Issued } from '../../core/ports.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { createAccessKey } from './access-key.ts'
import type { Http } from '../clients/ask.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import type { AwsClients } from '../clients/clients.ts'
import { type OneUser, askAbout, change } from './one-user.ts'
import { USER_POLICIES_MAX, withEnd } from '../policy-end.ts'
import { isNotYetThere, onceSettled } from '../clients/settling.ts'
import { defined } from '../../core/language/defined.ts'

/** The tag that says whose lease a user is of. */
export const LEASE_TAG = 'daypass:lease'

/**
 * Makes a user with all that is ordered and one access key: one request for the user (path, boundary and
 * tags with it), then all others side by side. Even if no sweep ever runs, its policy denies everything after
 * the lease's end, where there is room for that statement.
 *
 * If it throws, or the process dies, the user may exist with any part of it: revoking by its name removes all.
 */
export async function issueIamUser(
  clients: AwsClients,
  clock: Clock,
  order: IamUserOrder,
  options: CallOptions,
): Promise<Issued> {
  const document = inlinePolicy(order)
  const user: OneUser = { iam: await clients.iam(), clock, userName: order.userName, options }
  const made = await createUser(user, order)
  const { iam, userName: UserName } = user
  const settle = isNotYetThere(UserName)
  const inline = { UserName, PolicyName: order.policyName, PolicyDocument: document }
  const [key] = await allOrFirstFailure([
    createAccessKey(user),
    change(user, 'PutUserPolicy', (http) => iam.putUserPolicy(inline, http), settle),
    ...order.policyArns.map((PolicyArn) => {
      const attach = (http: Http) => iam.attachUserPolicy({ UserName, PolicyArn }, http)
      return change(user, 'AttachUserPolicy', attach, settle)
    }),
    ...order.groups.map((GroupName) => {
      const join = (http: Http) => iam.addUserToGroup({ UserName, GroupName }, http)
      return change(user, 'AddUserToGroup', join, settle)
    }),
  ])
  return issued(order, made, key)
}

function issued(
  order: IamUserOrder,
  { arn, askedAgain }: Made,
  { AccessKey }: CreateAccessKeyResponse,
): Issued {
  const key = keyInReply(AccessKey)
  if (key === undefined) {
    const what = `iam:CreateAccessKey on user/${order.userName}`
    throw new DaypassError('outcome-unknown', `${what} was answered without a key`)
  }
  const { userName, userPath, accountRoleArn, expiresAt } = order
  return {
    credentials: {
      ...key,
      sessionToken: undefined,
      arn,
      expiresAt,
    },
    principal: {
      type: 'iam_user',
      userName,
      userPath,
      ...defined({ account: accountIn(arn), accountRoleArn }),
      accessKeyId: key.accessKeyId,
      ...(askedAgain && { askedAgain: true as const }),
    },
  }
}

/** Ceph's ARNs have none. */
function accountIn(arn: string | undefined): string | undefined {
  const account = arn === undefined ? '' : (parseArn(arn)?.account ?? '')
  return account === '' ? undefined : account
}

/**
 * The role's own policy with the lease's end in it. A policy that leaves no room for the end (some 120
 * characters) goes without: the sweep ends the lease, as it does every other.
 */
function inlinePolicy({ policyDocument, expiresAt }: IamUserOrder): string {
  const ended = withEnd(policyDocument, expiresAt)
  if (policyDocument === undefined || policySize(ended) <= USER_POLICIES_MAX) return ended
  const size = policySize(policyDocument)
  if (size <= USER_POLICIES_MAX) return policyDocument
  throw new DaypassError(
    'aws-limit-exceeded',
    `policy_document takes ${size} characters, ${size - USER_POLICIES_MAX} more than a user may have`,
    {
      hint: `shorten it to ${USER_POLICIES_MAX}, white space not counted, or make it a managed policy and name it in policy_arns`,
      madeNothing: true,
    },
  )
}

interface Made {
  readonly arn: string | undefined
  /** Whether an earlier request for it may still land: after the user has been deleted it would make an empty one. */
  readonly askedAgain: boolean
}

async function createUser(of: OneUser, order: IamUserOrder): Promise<Made> {
  const { userName: UserName, userPath: Path, permissionsBoundaryArn } = order
  const Tags = Object.entries(order.tags).map(([Key, Value]) => ({ Key, Value }))
  const boundary = defined({ PermissionsBoundary: permissionsBoundaryArn })
  try {
    const create = (http: Http) => of.iam.createUser({ UserName, Path, Tags, ...boundary }, http)
    const { User, $metadata } = await change(of, 'CreateUser', create)
    return { arn: User?.Arn, askedAgain: ($metadata.attempts ?? 1) > 1 }
  } catch (error) {
    if (awsCodeOf(error) === 'EntityAlreadyExists')
      return { arn: await ownUser(of, order), askedAgain: true }
    const isRefused = isDaypassError(error) && !PERHAPS_MADE.has(error.code)
    throw isRefused ? withNothingMade(error) : error
  }
}

const PERHAPS_MADE: ReadonlySet<string> = new Set(['outcome-unknown', 'cancelled'])

function withNothingMade(error: DaypassError): DaypassError {
  const { code, message, cause, problems, hint, reason } = error
  const facts = { cause, problems, ...defined({ hint, reason }) }
  return new DaypassError(code, message, { ...facts, madeNothing: true })
}

/** The user is there already: ours if an earlier reply was lost, which its tag shows. */
async function ownUser(of: OneUser, order: IamUserOrder): Promise<string | undefined> {
  const UserName = order.userName
  const read = () => askAbout(of, 'GetUser', (http) => of.iam.getUser({ UserName }, http))
  const { User } = await onceSettled(of.clock, of.options, read, isNotYetThere(UserName))
  const lease = User?.Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value
  if (lease !== undefined && lease === order.tags[LEASE_TAG]) return User?.Arn
  throw new DaypassError(
    'aws-rejected',
    `user ${UserName} is there already and not of this lease`,
    {
      hint: `its tag ${LEASE_TAG} says ${lease ?? 'nothing'}; ask again for a lease with another name`,
    },
  )
}
