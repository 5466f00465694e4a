import type { Clock } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import { nameOf } from '../core/lease-id.ts'
import type { LiveLease, Principal } from '../core/lease.ts'
import type { CallOptions, Revocation, Revoker } from '../core/ports.ts'
import type { AwsClients } from './clients.ts'
import { deleteUser } from './delete-user.ts'

type Principals = { readonly [P in Principal as P['type']]: P }

/** How the credentials of each type are taken back. */
type Revocations = {
  readonly [T in keyof Principals]: (
    principal: Principals[T],
    lease: LiveLease,
    options: CallOptions,
  ) => Promise<Revocation>
}

/** Takes credentials back with IAM. */
export function awsRevoker(clients: AwsClients, { clock }: { readonly clock: Clock }): Revoker {
  const revocations: Revocations = {
    iam_user: async ({ userName }, lease, options) => {
      refuseForeignName(userName, lease)
      await deleteUser({ iam: await clients.iam(), clock, userName, options })
      return { status: 'revoked' }
    },
    assumed_role: async () => await endsByItself('a session of a role'),
    federation_token: async () => await endsByItself('a federated session'),
    session_token: async () => await endsByItself('a session token'),
  }
  const revoke = <T extends keyof Principals>(
    principal: Principals[T] & { readonly type: T },
    lease: LiveLease,
    options: CallOptions,
  ) => revocations[principal.type](principal, lease, options)
  return { revoke: async (lease, options) => await revoke(lease.principal, lease, options) }
}

function endsByItself(what: string): Promise<Revocation> {
  return Promise.resolve({
    status: 'ends_at',
    reason: `${what} is not taken back: it works until it expires`,
  })
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
