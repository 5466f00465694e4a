import type { CallOptions } from '../call-options.ts'
import { secondsAfter } from '../clock.ts'
import { defined } from '../language/defined.ts'
import { LEASE_NAME_PATTERN } from '../lease/lease-id.ts'
import { CONSOLE_SECONDS_MAX } from '../lease/session-limits.ts'
import { requireTime } from '../learn-time.ts'
import { parseArn } from '../arn.ts'
import type { DenyEntry, DenyTarget } from '../revocation/deny-entry.ts'
import { denyWithoutRecord } from '../revocation/deny-without-record.ts'
import type { RevocationPorts, UserEnd } from '../revocation/ports.ts'
import { revokeByName } from '../revocation/revoke-credentials.ts'
import type { BreakGlassPorts, SwitchableUser } from './ports.ts'

/** AWS's longest session of a role (IAM User Guide, id_roles_update-role-settings). */
const ROLE_SESSION_SECONDS_MAX = 12 * 3600

/** What taking credentials back without a store needs. */
export interface AlonePorts {
  readonly glass: BreakGlassPorts
  readonly revocation: RevocationPorts
}

/**
 * Deletes the user of a lease for good, by what IAM says of it: neither asks nor tells the store. Safe to repeat.
 *
 * @throws as `UserSwitch.off`, and what IAM answers.
 */
export async function revokeUserAlone(
  { glass, revocation }: AlonePorts,
  user: SwitchableUser,
  options: CallOptions,
): Promise<UserEnd> {
  const id = await glass.users.leaseOf(user, options)
  const { account, userPath } = user
  return await revokeByName(revocation, id, defined({ account, userPath }), options)
}

/**
 * Denies one session of a role everything, known by its ARN alone: neither asks nor tells the store. The Deny is over when no
 * session that lives now can be left. Safe to repeat.
 *
 * @throws what IAM answers.
 */
export async function revokeSessionAlone(
  { glass, revocation }: AlonePorts,
  { target, sessionName, name }: LeasedSession,
  options: CallOptions,
): Promise<void> {
  const secondsMax = ROLE_SESSION_SECONDS_MAX + CONSOLE_SECONDS_MAX
  const until = secondsAfter(await requireTime(glass, options), secondsMax)
  // The whole name: nothing says that the end of it is random.
  const entry: DenyEntry = { name, sessionName, until: startOfDayAfter(until) }
  await denyWithoutRecord(revocation.denials, { target, entry }, options)
}

/** So that what is asked again has the same name. */
function startOfDayAfter(time: Date): Date {
  const DAY = 24 * 3600 * 1000
  return new Date(Math.ceil(time.getTime() / DAY) * DAY)
}

/** A session of a role that a lease made. */
export interface LeasedSession {
  readonly target: DenyTarget
  readonly sessionName: string
  readonly name: string
}

/** The session of a lease of a role, by its ARN as CloudTrail has it; undefined for any other. */
export function leasedSession(arn: string): LeasedSession | undefined {
  const { partition = '', service, account = '', resource = '' } = parseArn(arn) ?? {}
  const [, role, sessionName = ''] =
    /^assumed-role\/([^/]+)\/([\w+=,.@-]{2,64})$/.exec(resource) ?? []
  const name = sessionName.slice(-22)
  if (
    service === 'sts' &&
    /^\d{12}$/.test(account) &&
    role !== undefined &&
    LEASE_NAME_PATTERN.test(name)
  ) {
    const target = { kind: 'role', arn: `arn:${partition}:iam::${account}:role/${role}` } as const
    return { target, sessionName, name }
  }
  return undefined
}
