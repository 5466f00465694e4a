import type { AwsClients } from '../aws/clients/clients.ts'
import { awsIssuer } from '../aws/issuer.ts'
import { accountClients } from '../aws/clients/account-clients.ts'
import { leasedUsers } from '../aws/users/leased-users.ts'
import { secondsAfter } from '../core/clock.ts'
import { DaypassError, isDaypassError } from '../core/errors.ts'
import { issue } from '../core/issue.ts'
import type { Issuance } from '../core/issuance/issuance.ts'
import { nameOf } from '../core/lease/lease-id.ts'
import type { Issuer, Ports } from '../core/ports.ts'
import { revoke } from '../core/revoke.ts'
import { denialOf } from '../core/revocation/deny-entry.ts'
import type {
  AssumedRoleRole,
  FederationTokenRole,
  Role,
  SessionTokenRole,
} from '../core/role/role.ts'
import type { Bench } from './bench.ts'
import type { Thing } from './things.ts'
import { defined } from '../core/language/defined.ts'

const LIMITS = { name: 'prove', default_sts_ttl: 1800, max_sts_ttl: 3600 } as const
const UNNARROWED = { policy_arns: [], iam_groups: [] } as const

/** A daypass role whose leases are sessions of a throw-away role. */
export function sessionsOf(role: Thing, source_identity?: string): AssumedRoleRole {
  return {
    ...LIMITS,
    ...UNNARROWED,
    credential_type: 'assumed_role',
    role_arns: [role.arn],
    session_tags: {},
    ...defined({ source_identity }),
  }
}

/** A daypass role whose leases are federated sessions of whoever issues them. */
export const FEDERATED: FederationTokenRole = {
  ...LIMITS,
  ...UNNARROWED,
  credential_type: 'federation_token',
  policy_document:
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}',
}

/** A daypass role whose leases are session tokens of whoever issues them. */
export const SESSION_TOKENS: SessionTokenRole = { ...LIMITS, credential_type: 'session_token' }

const PATIENCE_SECONDS = 60

/** How long a lease lives, and the session behind it where that is to outlive it. */
interface Lengths {
  readonly ttlSeconds?: number
  readonly stsSeconds?: number
}

/**
 * Issues a lease as daypass does. While AWS does not know a new role, user or key yet, again and again.
 *
 * @param issuer - whose credentials issue it.
 */
export async function held(
  bench: Bench,
  issuer: AwsClients,
  role: Role,
  { ttlSeconds, stsSeconds }: Lengths = {},
): Promise<Issuance> {
  const { clock, signal } = bench
  const end = secondsAfter(clock.now(), PATIENCE_SECONDS)
  const request = { role, holder: { kind: 'shell', user: 'daypass-prove' }, ttlSeconds } as const
  for (;;) {
    try {
      return await issue(portsWith(bench, issuer, stsSeconds), request, { signal })
    } catch (error) {
      const mayPass = isDaypassError(error, 'aws-denied', 'aws-rejected', 'aws-credentials-missing')
      if (!mayPass || clock.now() > end) throw error
      await clock.sleep(1000, signal)
    }
  }
}

/**
 * Revokes a lease as daypass does, with the caller's own rights, and answers when that was acknowledged, in
 * epoch milliseconds.
 */
export async function revoked(bench: Bench, { lease }: Issuance): Promise<number> {
  const end = await revoke(portsWith(bench, bench.own), lease.id, { signal: bench.signal })
  if (end.status === 'revoked') return bench.clock.now().getTime()
  throw new DaypassError('aws-rejected', `daypass could not revoke the lease: ${end.status}`)
}

/** Takes the deny of a revoked lease out of IAM again, which daypass itself does only after its end. */
export async function unrevoked(bench: Bench, { lease }: Issuance): Promise<number> {
  const denial = denialOf(lease)
  const stored =
    denial === undefined ? undefined : await bench.state.denials.readLedger(denial.target)
  const policies = stored?.ledger.policies ?? []
  const own = policies.filter(({ entries }) =>
    entries.some(({ name }) => name === nameOf(lease.id)),
  )
  for (const { name, kind } of own) {
    if (denial !== undefined) await bench.denials.policies.remove(denial.target, name, kind, {})
  }
  return bench.clock.now().getTime()
}

function portsWith(bench: Bench, clients: AwsClients, stsSeconds?: number): Ports {
  const { clock, random, state, denials } = bench
  const issuer = awsIssuer(clients, { clock, seconds: state.seconds })
  return {
    issuer: stsSeconds === undefined ? issuer : outliving(issuer, stsSeconds),
    revocation: {
      mode: 'immediate',
      users: leasedUsers(accountClients(bench.own, {}, { roleArns: [], clock }), clock),
      denials,
    },
    leases: state.leases,
    clock,
    // What is proved has asked AWS before.
    askTime: () => Promise.resolve(),
    random,
  }
}

/** Sessions that STS ends later than their lease. */
function outliving(issuer: Issuer, durationSeconds: number): Issuer {
  return {
    ...issuer,
    issue: async (order, options) =>
      await issuer.issue(
        'isShort' in order ? { ...order, durationSeconds, isShort: false } : order,
        options,
      ),
  }
}
