import type { AwsClients } from '../aws/clients/clients.ts'
import { type CallerIdentity, callerIdentity } from '../aws/clients/caller.ts'
import { denyPolicies } from '../aws/deny-policies.ts'
import type { CallOptions } from '../core/call-options.ts'
import type { ServerClock } from '../core/clock.ts'
import { newLeaseId, nameOf, type Random } from '../core/lease/lease-id.ts'
import type { DenyTarget } from '../core/revocation/deny-entry.ts'
import type { DenyPorts } from '../core/revocation/ports.ts'
import { openState, type State } from '../state/open.ts'

/** What every throw-away role and user is named after. */
const NAME_PREFIX = 'daypass-prove-'

/** Where they are made. */
export const BENCH_PATH = '/daypass/'

/** What the experiments work with. */
export interface Bench {
  /** What all that this run makes is named after: `daypass-prove-4cZkq2Tz`. */
  readonly run: string
  readonly caller: CallerIdentity
  readonly partition: string
  /** The user's own way to AWS. */
  readonly own: AwsClients
  /** Where STS and S3 are asked; at least one. */
  readonly regions: readonly [string, ...string[]]
  readonly clock: ServerClock
  readonly random: Random
  /** Aborts when the user wants to stop. */
  readonly signal: AbortSignal
  /** Leases and tombstones of this run alone. */
  readonly state: State
  readonly denials: DenyPorts
  /** What was made, or begun to be made, and has to be removed; by ARN. */
  readonly made: Map<string, DenyTarget>
}

/** What a bench is set up from. */
export interface BenchParts extends Pick<
  Bench,
  'caller' | 'own' | 'regions' | 'clock' | 'random' | 'signal'
> {
  /** A directory that is empty and private; the caller removes it. */
  readonly scratch: string
}

/** Sets a bench up. AWS is not asked. */
export function openBench({ scratch, ...parts }: BenchParts): Bench {
  const { own, clock, random } = parts
  const state = openState({ kind: 'directory', directory: scratch }, { clock, random })
  const askTime = async (options: CallOptions): Promise<void> => {
    await callerIdentity(own, options)
  }
  const policies = denyPolicies(
    () => Promise.resolve(own),
    // On roles and users that this run has made.
    () => true,
  )
  return {
    ...parts,
    run: `${NAME_PREFIX}${nameOf(newLeaseId('prove', random)).slice(0, 8)}`,
    partition: parts.caller.arn.split(':')[1] ?? 'aws',
    state,
    denials: { store: state.denials, policies, clock, askTime, random, rounds: new Map() },
    made: new Map(),
  }
}
