import type { Connection } from '../../assembly/connect.ts'
import { parseArn } from '../../core/arn.ts'
import type { SwitchableUser } from '../../core/break-glass/ports.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { NAME_PREFIX } from '../../core/issuance/names.ts'
import { defined } from '../../core/language/defined.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import { type DenyTarget, denyTargetOf } from '../../core/revocation/deny-entry.ts'
import { carrierOf } from '../../core/rights/remains.ts'
import type { Role } from '../../core/role/role.ts'
import { usageError } from '../error-text.ts'
import type { KnownLeases } from './live-leases.ts'

/** What is to be stopped in IAM. */
export interface Targets {
  /** Roles and users whose sessions are stopped. */
  readonly carriers: readonly DenyTarget[]
  /** Users that are stopped themselves. */
  readonly users: readonly SwitchableUser[]
}

/**
 * What a role leads to: what its file says, and what stands behind its live leases. An ARN needs neither file nor store.
 *
 * @throws `role-not-found` where nothing is known of it.
 */
export async function targetsOfRole(
  { roles }: Pick<Connection, 'roles'>,
  name: string,
  known: KnownLeases,
): Promise<Targets> {
  if (name.startsWith('arn:')) return { carriers: [carrierAt(name)], users: [] }
  const own = known.leases.filter(({ role }) => role === name)
  const role = await readRole(roles, name)
  const written = role?.credential_type === 'assumed_role' ? role.role_arns : []
  const carriers = [
    ...written.flatMap((arn) => denyTargetOf(arn) ?? []),
    ...own.flatMap(({ principal }) => carrierOf(principal) ?? []),
  ]
  const users = own.flatMap(userOf)
  if (carriers.length + users.length === 0) refuseUnknown(name, role, known)
  return { carriers: [...new Map(carriers.map((one) => [one.arn, one])).values()], users }
}

/** The user of a lease, by its name or ARN, with all that is known to compare it with. */
export async function targetsOfUser(
  { roles }: Pick<Connection, 'roles'>,
  name: string,
  { leases }: KnownLeases,
): Promise<Targets> {
  if (name.startsWith('arn:')) return { carriers: [], users: [userAt(name)] }
  const recorded = leases.flatMap(userOf).find(({ userName }) => userName === name)
  if (recorded !== undefined) return { carriers: [], users: [recorded] }
  const role = await readRole(roles, name.slice(NAME_PREFIX.length, name.lastIndexOf('-')))
  const userPath = role?.credential_type === 'iam_user' ? role.user_path : undefined
  return { carriers: [], users: [{ userName: name, ...defined({ userPath }) }] }
}

function userOf({ principal }: LiveLease): readonly SwitchableUser[] {
  if (principal.type !== 'iam_user') return []
  const { userName, userPath, account } = principal
  return [{ userName, userPath, ...defined({ account }) }]
}

function carrierAt(arn: string): DenyTarget {
  const target = denyTargetOf(arn)
  if (target !== undefined) return target
  throw usageError(
    `${arn} is not the ARN of an IAM role or user`,
    'like arn:aws:iam::123456789012:role/deploy; for federation and session tokens, that of the user whose key issues them',
  )
}

/** A user by its name or ARN. */
export function namedUser(name: string): SwitchableUser {
  return name.startsWith('arn:') ? userAt(name) : { userName: name }
}

function userAt(arn: string): SwitchableUser {
  const { account, resource = '' } = parseArn(arn) ?? {}
  const [, path = '', userName] = /^user(\/(?:.*\/)?)([^/]+)$/.exec(resource) ?? []
  if (userName === undefined || account === undefined)
    throw usageError(`${arn} is not the ARN of an IAM user`)
  return { userName, account, userPath: path }
}

/** Undefined where it is not there or cannot be read: the store knows its leases all the same. */
async function readRole(roles: Connection['roles'], name: string): Promise<Role | undefined> {
  try {
    return await roles.read(name)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return undefined
  }
}

function refuseUnknown(name: string, role: Role | undefined, { error }: KnownLeases): void {
  const hint =
    'give the ARN of the role; for federation and session tokens, that of the user whose key issues them; for iam_user each user with --user'
  if (error !== undefined) {
    const message = `what role ${name} has out is not known: ${error.message}`
    throw new DaypassError('role-not-found', message, { cause: error, hint })
  }
  if (role !== undefined) return
  throw new DaypassError(
    'role-not-found',
    `there is no role ${JSON.stringify(name)}, and no live lease of it`,
    {
      hint,
    },
  )
}
