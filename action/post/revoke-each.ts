import type { ServerClock } from '../../core/clock.ts'
import type { Connect, Connected } from '../connection/connect.ts'
import type { PostLease, PostState } from '../post-state/post-state.ts'
import { postLine } from '../runner/error-text.ts'
import type { StepStop } from '../runner/stop.ts'
import type { Ending } from './report.ts'
import { revokeLease } from './revoke-lease.ts'

/** Revokes leases side by side and answers what became of each. Never throws. */
export type Revoke = (leases: readonly PostLease[]) => Promise<readonly Ending[]>

/** A way to revoke. */
export interface Revoking {
  readonly revoke: Revoke
  /** The clock that servers have set by then; undefined where none was asked. */
  readonly clock: ServerClock | undefined
}

/** The way to revoke what main issued; connects now, and begins what will be waited for longest. Never throws. */
export function revokeEach(
  { connection, revoke }: Pick<PostState, 'connection' | 'revoke'>,
  { connect, stop }: { readonly connect: Connect; readonly stop: StepStop },
): Revoking {
  if (revoke === 'never') return all('kept', 'revoke: never')
  if (connection.identity.kind === 'nobody')
    return all('kept', 'nobody may revoke it: give a broker-role-arn')
  let connected: Connected
  try {
    connected = connect(connection, stop.signal)
    begin(connected, connection.revocation)
  } catch (error) {
    return all('not revoked', postLine(error))
  }
  const { state } = connection
  const { ports } = connected
  stop.watch(connected.waitingFor)
  return {
    clock: ports.clock,
    revoke: async (leases) =>
      await Promise.all(
        leases.map(async (lease) => await revokeLease(ports, lease, { state, stop })),
      ),
  }
}

function begin(connected: Connected, revocation: PostState['connection']['revocation']): void {
  connected.fetchAhead()
  void connected.signInAhead().then(async () => {
    // It is loaded while the store is waited for, and not when it is its turn.
    if (revocation === 'immediate') await connected.clients.iam().catch(() => undefined)
  })
}

function all(how: Ending['how'], why: string): Revoking {
  return {
    clock: undefined,
    revoke: (leases) => Promise.resolve(leases.map((lease) => ({ lease, how, why }))),
  }
}
