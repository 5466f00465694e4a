import { evaluate } from '../core/policy/evaluate.ts'
import type { Caller } from './access/caller.ts'
import { keyHolder, sessionHolder } from './access/caller.ts'
import { callerContext } from './access/context.ts'
import { policiesOf } from './access/policies.ts'
import { principalOf } from './access/principal.ts'
import type { AccessKey } from './world/entities.ts'
import { nameKey } from './world/world.ts'
import type { World } from './world/world.ts'

/** A credential that works, or will as soon as IAM has settled. */
export interface LiveCredential {
  readonly kind: 'access-key' | 'user-session' | 'role-session' | 'federated-user'
  readonly accessKeyId: string
  readonly accountId: string
  readonly principalArn: string
  /** User name, session name or federated name. */
  readonly name: string
  /** Of sessions. */
  readonly expiresAt?: Date
  /** A policy denies it everything (GetCallerIdentity it can still call). */
  readonly denied: boolean
}

/**
 * Every credential that AWS would still accept for anything: active access keys and unexpired sessions.
 * A key that is deleted but still honoured counts, as does a new one that is not honoured yet.
 */
export function liveCredentials(world: World, now: Date): readonly LiveCredential[] {
  const keys = world.accessKeys.everything(now).flatMap((key) => liveKey(world, key, now))
  const sessions = [...world.sessions.values()]
    .filter((session) => now < session.expiresAt)
    .flatMap((session) => {
      const caller = sessionHolder(world, session, now)?.caller
      if (caller === undefined) return []
      const { kind, name, expiresAt } = session
      return [{ kind, ...facts(world, caller, now), name, expiresAt }]
    })
  return [...keys, ...sessions]
}

function liveKey(world: World, key: AccessKey, now: Date): LiveCredential[] {
  const settled = keyHolder(world, world.accessKeys.settled(key.accessKeyId, now), now)?.caller
  const caller = settled ?? ownerToBe(world, key)
  if (caller === undefined) return []
  const name = key.userName ?? 'root'
  return [{ kind: 'access-key', ...facts(world, caller, now), name }]
}

/** The user of a key that IAM's reads show, though it may not have settled. */
function ownerToBe(world: World, key: AccessKey): Caller | undefined {
  const isThere = world.accessKeys.get(key.accessKeyId)?.status === 'Active'
  const user = world.account(key.accountId).users.get(nameKey(key.userName ?? ''))
  if (!isThere || user?.id !== key.userId) return undefined
  const { accountId, accessKeyId, userId } = key
  return { kind: 'user', accountId, accessKeyId, userId, arn: user.arn, user }
}

function facts(world: World, caller: Caller, now: Date) {
  const { accessKeyId, accountId, arn } = caller
  return { accessKeyId, accountId, principalArn: arn, denied: isDenied(world, caller, now) }
}

/** An action that nobody would deny by name: only what denies everything denies it. */
function isDenied(world: World, caller: Caller, now: Date): boolean {
  const context = {
    ...callerContext(caller, now),
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:SecureTransport': String(world.secureTransport),
  }
  const resource = 'arn:aws:sandbox-probe:::everything'
  const principal = principalOf(caller)
  const asked = { action: 'sandbox-probe:Everything', resource, context, principal }
  const { decision } = evaluate(asked, policiesOf(world, caller, now))
  return decision === 'explicit-deny'
}
