import { type Clock, secondsAfter } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { nameOf } from '../core/lease/lease-id.ts'
import type { LiveLease, Principal } from '../core/lease/lease.ts'
import type { CallOptions, Revocation, Revoker } from '../core/ports.ts'
import type { AwsClients } from './clients/clients.ts'
import { reconcileDenials } from '../core/revocation/reconcile-denials.ts'
import type { RevocationPorts, SecondStore } from '../core/revocation/ports.ts'
import { deleteUser } from './users/delete-user.ts'
import { type RevocationMode, revokeSession } from '../core/revocation/revoke-session.ts'

type Principals = { readonly [P in Principal as P['type']]: P }

/** How the credentials of each type are taken back. */
type Revocations = {
  readonly [T in keyof Principals]: (
    principal: Principals[T],
    lease: LiveLease,
    call: CallOptions,
  ) => Promise<Revocation>
}

/** What the revoker needs besides AWS. */
export interface RevokerOptions {
  readonly clock: Clock
  /** Where denies of sessions are kept and written. */
  readonly denials: RevocationPorts
  /** Reserved seconds of session tokens, cleared of past ones by every sweep; left alone when absent. */
  readonly seconds?: SecondStore
  /** `direct` when absent. */
  readonly mode?: RevocationMode
}

/** How long a reserved second is kept when it is past, for clocks that differ. */
const SECONDS_KEPT = 3600

/** Takes credentials back with IAM: users are deleted, sessions are denied everything, one by one. */
export function awsRevoker(clients: AwsClients, options: RevokerOptions): Revoker {
  const { clock, denials, seconds, mode = 'direct' } = options
  const session = async (_: Principal, lease: LiveLease, call: CallOptions) =>
    await revokeSession(denials, mode, lease, call)
  const revocations: Revocations = {
    iam_user: async ({ userName }, lease, call) => {
      refuseForeignName(userName, lease)
      await deleteUser({ iam: await clients.iam(), clock, userName, options: call })
      return { status: 'revoked' }
    },
    assumed_role: session,
    federation_token: session,
    session_token: session,
  }
  const revoke = <T extends keyof Principals>(
    principal: Principals[T] & { readonly type: T },
    lease: LiveLease,
    call: CallOptions,
  ) => revocations[principal.type](principal, lease, call)
  return {
    revoke: async (lease, call) => await revoke(lease.principal, lease, call),
    ...(mode === 'direct' && {
      reconcile: async (call: CallOptions) => {
        await seconds?.forgetBefore(secondsAfter(clock.now(), -SECONDS_KEPT))
        return await reconcileDenials(denials, call)
      },
    }),
  }
}

/**
 * Only what daypass named itself is deleted: a lease in the store that was altered cannot be aimed at
 * somebody else's user.
 *
 * @throws `state-invalid`.
 */
function refuseForeignName(userName: string, lease: LiveLease): void {
  if (userName.endsWith(nameOf(lease.id))) return
  throw new DaypassError(
    'state-invalid',
    `user ${userName} is not one that lease ${lease.id} made`,
    {
      hint: 'the name must end in that of the lease; somebody has altered the lease in the store',
    },
  )
}
