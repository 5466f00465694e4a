import type { ServerClock } from '../core/clock.ts'
import type { CallOptions } from '../core/call-options.ts'
import type { Random } from '../core/lease/lease-id.ts'
import type { ListingPorts } from '../core/ports.ts'
import { accountClients } from '../aws/clients/account-clients.ts'
import { callerIdentity } from '../aws/clients/caller.ts'
import type { AwsClients, AwsConfig } from '../aws/clients/clients.ts'
import { denyPolicies } from '../aws/deny-policies.ts'
import { iamLists } from '../aws/iam-lists.ts'
import { awsIssuer } from '../aws/issuer.ts'
import type { RevocationMode } from '../core/revocation/ports.ts'
import { leasedUsers } from '../aws/users/leased-users.ts'
import type { IdentityToken } from '../aws/sessions/web-identity.ts'
import type { State } from '../state/open.ts'
import type { KeptKeys } from './kept-keys.ts'

/** What daypass is put together from. */
export interface Parts {
  /** As whom daypass runs. */
  readonly clients: AwsClients
  /** How the clients were made: those of other accounts are made alike. */
  readonly config: AwsConfig
  readonly state: Pick<State, 'leases' | 'denials' | 'seconds'>
  /** Goes by the replies that the clients hear. */
  readonly clock: ServerClock
  readonly random: Random
  /** `immediate` when absent. */
  readonly revocation?: RevocationMode | undefined
  /** Roles that are assumed to write IAM policies, at most one an account. */
  readonly revokerRoleArns?: readonly string[] | undefined
  /** Takes roles directly with this token instead of with the clients' own credentials. */
  readonly identityToken?: IdentityToken | undefined
  /** Whether the state goes with this machine. */
  readonly isPassing?: boolean | undefined
  /** Keys that are kept: the root key is used, and every sweep rotates what is due. None when absent. */
  readonly keys?: KeptKeys | undefined
}

/**
 * Puts the domain's ports together on AWS and a state: the same for every face. Nothing is loaded, read or
 * written before the first use.
 */
export function assemblePorts(parts: Parts): ListingPorts {
  const { config, state, clock, random, keys } = parts
  const clients = keys?.own ?? parts.clients
  const sessions = keys?.sessions
  const { leases, seconds } = state
  const revokers = { roleArns: parts.revokerRoleArns ?? [], clock }
  const accounts = accountClients(clients, config, revokers)
  const policies = denyPolicies(accounts.forTarget)
  const passing = parts.isPassing === true ? { isPassing: true as const } : {}
  const askTime = async (options: CallOptions): Promise<void> => {
    // One request for both: issuing a user wants to know the account anyway.
    await accounts.own()
    if (clock.correctionMs() === undefined) await callerIdentity(clients, options)
  }
  const own = { clock, askTime, random }
  const denials = { ...own, store: state.denials, policies, rounds: new Map(), ...passing }
  const { identityToken, revocation = 'immediate' } = parts
  return {
    issuer: awsIssuer(clients, {
      clock,
      seconds,
      identityToken,
      sessions,
      account: accounts.own,
      asRole: accounts.asRole,
    }),
    revocation: { mode: revocation, users: leasedUsers(accounts, clock), denials, seconds },
    leases,
    ...own,
    lists: iamLists(clients, accounts.own, clock),
    ...(keys === undefined
      ? {}
      : { reconcileKeys: async (options) => await keys.reconcile(options) }),
  }
}
