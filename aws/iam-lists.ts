import type { IAM } from '@aws-sdk/client-iam'
import type { CallOptions } from '../core/call-options.ts'
import type { IamLists, ListedThing } from '../core/inventory/iam-lists.ts'
import { isDaypassError } from '../core/errors.ts'
import { STORE_TAG } from '../core/issuance/names.ts'
import { allPages } from './clients/all-pages.ts'
import { type Http, ask } from './clients/ask.ts'
import type { AwsClients } from './clients/clients.ts'
import { POLICY_PATH } from './deny-target.ts'
import { awsCodeOf } from './errors/aws-error.ts'
import { LEASE_TAG } from './users/iam-user.ts'
import { removePolicy } from './remove-policy.ts'
import { holderOfKey } from './users/missing-user.ts'
import { userKeys } from './users/user-keys.ts'
import type { Clock } from '../core/clock.ts'
import { allOrFirstFailure } from '../core/language/in-parallel.ts'

/** The longest page that IAM gives; it may cut one earlier (IAM API reference, MaxItems). */
const PAGE = { MaxItems: 1000 }

/**
 * Lists of IAM as whoever the clients are.
 *
 * @param account - of the clients, as `AccountClients.own`.
 */
export function iamLists(
  clients: AwsClients,
  account: () => Promise<string | undefined>,
  clock: Clock,
): IamLists {
  const listing = async <T>(
    { signal }: CallOptions,
    list: (iam: IAM, options: CallOptions) => Promise<readonly T[]>,
  ): Promise<readonly T[]> => await list(await clients.iam(), { signal })
  return {
    account: async () => await account(),
    users: async (options) => await listing(options, listUsers),
    policies: async (options) => await listing(options, listPolicies),
    roles: async (options) => await listing(options, listRoles),
    user: async (name, options) => {
      const iam = await clients.iam()
      try {
        const [{ User }, keys] = await allOrFirstFailure([
          ask(`iam:GetUser on user/${name}`, options, (http) =>
            iam.getUser({ UserName: name }, http),
          ),
          userKeys(clients, name, clock).list(options).catch(undefinedIfDenied),
        ])
        const tag = (key: string) => User?.Tags?.find(({ Key }) => Key === key)?.Value
        const facts = thing({ ...User, name: User?.UserName })
        return { ...facts, keys, leaseTag: tag(LEASE_TAG), storeTag: tag(STORE_TAG) }
      } catch (error) {
        if (awsCodeOf(error) === 'NoSuchEntity') return undefined
        throw error
      }
    },
    holderOf: async (key, options) => await holderOfKey(clients, key, options),
    removePolicy: async (arn, options) => {
      await removePolicy(await clients.iam(), arn, options)
    },
  }
}

function undefinedIfDenied(error: unknown): undefined {
  if (!isDaypassError(error, 'aws-denied')) throw error
}

async function listUsers(iam: IAM, options: CallOptions): Promise<readonly ListedThing[]> {
  const users = await allPages(
    (marker) =>
      ask('iam:ListUsers on user/', options, (http) => iam.listUsers({ ...PAGE, ...marker }, http)),
    ({ Users }) => Users,
  )
  return users.map((user) => thing({ ...user, name: user.UserName }))
}

async function listPolicies(iam: IAM, options: CallOptions): Promise<readonly ListedThing[]> {
  const chosen = { Scope: 'Local', PathPrefix: POLICY_PATH } as const
  const list = (marker: { Marker?: string }, http: Http) =>
    iam.listPolicies({ ...chosen, ...PAGE, ...marker }, http)
  const policies = await allPages(
    (marker) =>
      ask(`iam:ListPolicies on policy${POLICY_PATH}`, options, (http) => list(marker, http)),
    ({ Policies }) => Policies,
  )
  return policies.map((policy) => thing({ ...policy, name: policy.PolicyName }))
}

async function listRoles(iam: IAM, options: CallOptions): Promise<readonly ListedThing[]> {
  const roles = await allPages(
    (marker) =>
      ask('iam:ListRoles on role/', options, (http) => iam.listRoles({ ...PAGE, ...marker }, http)),
    ({ Roles }) => Roles,
  )
  return roles.map((role) => thing({ ...role, name: role.RoleName }))
}

interface Described {
  readonly name: string | undefined
  readonly Path?: string | undefined
  readonly Arn?: string | undefined
  readonly CreateDate?: Date | undefined
}

/** What has no date, which AWS always gives, is never old. */
function thing({ name = '', Path = '/', Arn = '', CreateDate }: Described): ListedThing {
  return { name, path: Path, arn: Arn, createdAt: CreateDate ?? LATEST }
}

/** Later than any clock. */
const LATEST = new Date('9999-01-01T00:00:00Z')
