import type { NamedPolicy } from '../../core/policy/decision.ts'
import type { ManagedPolicy, Policied, PolicyVersion } from '../world/entities.ts'
import { type World, nameKey } from '../world/world.ts'
import { accountOfArn } from '../world/arn.ts'
import type { Caller } from './caller.ts'
import { defined } from '../../core/language/defined.ts'

/** The policies that decide what a caller may do. */
export interface CallerPolicies {
  readonly identity: readonly NamedPolicy[]
  readonly boundary?: NamedPolicy
  /** Absent for who has no session; empty for a session that was given no rights of its own. */
  readonly session?: readonly NamedPolicy[]
}

/** Collects the policies of a caller as IAM has settled by now. */
export function policiesOf(world: World, caller: Caller, now: Date): CallerPolicies {
  const behind = caller.role ?? caller.user
  if (behind === undefined) return { identity: [] }
  const account = world.account(caller.accountId)
  const groups = (caller.user?.groups ?? [])
    .map((name) => account.groups.settled(nameKey(name), now))
    .filter((group) => group !== undefined)
  const identity = [behind, ...groups].flatMap((entity) => ownPolicies(world, entity, now))
  const session = sessionPolicies(world, caller, now)
  return {
    identity,
    ...(behind.boundary !== undefined && { boundary: boundaryPolicy(world, behind.boundary, now) }),
    ...defined({ session }),
  }
}

/** Finds a managed policy as IAM's reads show it. */
export function findPolicy(world: World, arn: string): ManagedPolicy | undefined {
  const account = accountOfArn(arn)
  return account === undefined ? undefined : world.account(account).policies.get(arn)
}

/** The version of a managed policy that is in force. */
function defaultVersion(policy: ManagedPolicy): PolicyVersion | undefined {
  return policy.versions.find((version) => version.versionId === policy.defaultVersionId)
}

/** Inline and attached policies of a user, role or group as IAM has settled by now. */
export function ownPolicies(world: World, entity: Policied, now: Date): NamedPolicy[] {
  const inline = Object.entries(entity.inline).map(([name, policy]) => ({
    name,
    document: policy.document,
  }))
  return [...inline, ...entity.attached.flatMap((arn) => settledPolicy(world, arn, now) ?? [])]
}

function settledPolicy(world: World, arn: string, now: Date): NamedPolicy | undefined {
  const account = accountOfArn(arn)
  const policy = account && world.account(account).policies.settled(arn, now)
  const version = policy ? defaultVersion(policy) : undefined
  return version && { name: arn, document: version.document }
}

/** A boundary whose policy is gone allows nothing. */
function boundaryPolicy(world: World, arn: string, now: Date): NamedPolicy {
  const nothing = { name: arn, document: { Statement: [] } }
  return settledPolicy(world, arn, now) ?? nothing
}

function sessionPolicies(world: World, caller: Caller, now: Date): NamedPolicy[] | undefined {
  const session = caller.session
  if (session === undefined || session.kind === 'user-session') return undefined
  const managed = session.policyArns.flatMap((arn) => settledPolicy(world, arn, now) ?? [])
  const policies = session.policy === undefined ? managed : [session.policy, ...managed]
  const areGiven = session.policy !== undefined || session.policyArns.length > 0
  return areGiven ? policies : undefined
}
