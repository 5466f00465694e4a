import type { SwitchableUser } from '../../core/break-glass/ports.ts'
import type { DenyTarget } from '../../core/revocation/deny-entry.ts'
import { carrierOf } from '../../core/rights/remains.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'
import type { Targets } from './find-targets.ts'
import { type KnownLeases, countByRole } from './live-leases.ts'

/** Says what stopping or lifting would do, before anything is done. */
export async function sayHarm(
  { reporter }: Session,
  { carriers, users }: Targets,
  known: KnownLeases,
  lifts: boolean,
): Promise<void> {
  const lines = [
    ...carriers.map((carrier) => carrierHarm(carrier, known, lifts)),
    ...users.map((user) => userHarm(user, lifts)),
    ...unknownHarm(known),
  ]
  for (const line of lines) await reporter.warn(line)
}

/** What is not known, for every scope alike. */
export function unknownHarm({ error, unreadable }: KnownLeases): readonly string[] {
  return [
    ...(error === undefined ? [] : [`how many leases there are is not known: ${error.message}`]),
    ...(unreadable.length === 0
      ? []
      : [`${count(unreadable.length, 'lease')} cannot be read, and may be among them`]),
  ]
}

function carrierHarm({ kind, arn }: DenyTarget, { leases }: KnownLeases, lifts: boolean): string {
  const own = leases.filter(({ principal }) => carrierOf(principal)?.arn === arn)
  const others =
    kind === 'role'
      ? 'and every other session of this role, whoever took it'
      : 'and every other federated session and session token of this user; its own keys work on'
  return lifts
    ? `${arn}: what was stopped works again until its own end: ${countByRole(own)}, ${others}`
    : `${arn}: stops every session issued until now: ${countByRole(own)}, ${others}`
}

function userHarm({ userName, userPath }: SwitchableUser, lifts: boolean): string {
  const path = userPath === undefined ? '; which path it must have is not known' : ''
  return lifts
    ? `user ${userName}: its keys work again until its own end${path}`
    : `user ${userName}: its keys, and all sessions that were taken with them, stop${path}`
}
