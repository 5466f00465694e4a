import type { Connection } from '../../assembly/connect.ts'
import type { BreakGlassFlags, GlassScope } from '../break-glass/flags.ts'
import { glassScope } from '../break-glass/flags.ts'
import { targetsOfRole, targetsOfUser } from '../break-glass/find-targets.ts'
import { type KnownLeases, countByRole, readKnownLeases } from '../break-glass/live-leases.ts'
import { sayHarm, unknownHarm } from '../break-glass/say-harm.ts'
import { stopAndReport } from '../break-glass/stop-and-report.ts'
import { connectSession } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { revokeLeases } from '../leases/revoke-leases.ts'
import { inGoodOrder } from '../process/stop.ts'
import type { Session } from '../session.ts'

/**
 * Stops at once what a role, a user or the whole store has out, or lets the former go on. Says first what that harms, and
 * does nothing without `--yes`; what is lifted was said when it was stopped, and needs none.
 */
export async function breakGlass(session: Session, flags: BreakGlassFlags): Promise<number> {
  const scope = glassScope(flags)
  const connection = await connectSession(session)
  const known = await session.reporter.during('reading leases', () =>
    readKnownLeases(connection.state.leases),
  )
  const end = await inGoodOrder(session, async (signal) => ({
    stopped: await (scope.of === 'everything'
      ? revokeEverything(session, connection, known, { ...flags, signal })
      : stopOrLift(session, { connection, known, scope }, { ...flags, signal })),
  }))
  return end.stopped
}

type Decided = BreakGlassFlags & { readonly signal: AbortSignal }

async function stopOrLift(
  session: Session,
  of: {
    readonly connection: Connection
    readonly known: KnownLeases
    readonly scope: Exclude<GlassScope, { of: 'everything' }>
  },
  { lift = false, yes = false, signal }: Decided,
): Promise<number> {
  const { connection, known, scope } = of
  const find = scope.of === 'role' ? targetsOfRole : targetsOfUser
  const targets = await find(connection, scope.name, known)
  await sayHarm(session, targets, known, lift)
  if (targets.carriers.length + targets.users.length === 0) {
    await session.reporter.note(`role ${scope.name} has nothing out`)
    return 0
  }
  if (!lift) refuseUndecided(yes)
  return await stopAndReport(session, connection, { targets, known, lifts: lift, signal })
}

/** Leases are ended for good, each by itself and in the store. What is refused or unanswered is tried again by the sweep. */
async function revokeEverything(
  session: Session,
  { ports }: Connection,
  known: KnownLeases,
  { yes = false, signal }: Decided,
): Promise<number> {
  const { leases, unreadable, error } = known
  const { reporter, settings } = session
  await reporter.warn(`${settings.state}: revokes for good ${countByRole(leases)}`)
  for (const line of unknownHarm(known)) await reporter.warn(line)
  refuseUndecided(yes)
  const ids = [...leases.map(({ id }) => id), ...unreadable]
  const code = await revokeLeases(session, { ports, ids, isPatient: true }, signal)
  if (error !== undefined) throw error
  return code
}

function refuseUndecided(yes: boolean): void {
  if (yes) return
  throw usageError(
    'nothing was done yet: this stops what people and jobs work with',
    'the same with --yes does it',
  )
}
