import type { RequestPrincipal } from '../../core/policy/principals.ts'
import type { Caller } from './caller.ts'

const KINDS = {
  user: 'user',
  'user-session': 'user',
  'role-session': 'role-session',
  'federated-user': 'federated-user',
  root: 'root',
  anonymous: 'anonymous',
} as const

/** A caller as policies see it. */
export function principalOf(caller: Caller): RequestPrincipal {
  const behind = caller.role ?? caller.user
  const arns =
    caller.kind === 'anonymous'
      ? []
      : [caller.arn, ...(behind === undefined || behind.arn === caller.arn ? [] : [behind.arn])]
  return { kind: KINDS[caller.kind], arns, accountId: caller.accountId }
}
