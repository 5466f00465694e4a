import type { LeaseStore } from '../../core/lease-store.ts'
import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import type { LiveLeases, RoleComparison } from '../../review/model.ts'
import { connectLeases } from '../connect.ts'
import type { Session } from '../session.ts'
import { resolveSettings } from '../settings.ts'

/**
 * The leases that live under definitions which a change replaces. Undefined where nobody named a state: leases of this
 * very machine say nothing about a repository's roles. A state that cannot be read is told, and no reason to fail.
 */
export async function readLiveLeases(
  session: Session,
  roles: readonly RoleComparison[],
): Promise<readonly LiveLeases[] | undefined> {
  const { context, settings, talk } = session
  if (settings.state === resolveSettings({}, { ...context, env: stateless(session) }).state) {
    return undefined
  }
  const names = roles
    .filter(({ verdict, kind }) => verdict !== 'same access' || kind === 'removed')
    .flatMap(({ before }) => (before === undefined ? [] : [before.role.name]))
  try {
    const store = await connectLeases(session)
    return await talk.during('reading leases', () =>
      Promise.all(names.map((role) => countLive(store, role))),
    )
  } catch (error) {
    if (!isDaypassError(error) || !isOfState(error)) throw error
    await talk.warn(`live leases were not read: ${error.message}`)
    return undefined
  }
}

async function countLive(store: LeaseStore, role: string): Promise<LiveLeases> {
  const ends: Date[] = []
  for await (const { expiresAt } of store.list(role)) ends.push(expiresAt)
  const last = ends.reduce<Date | undefined>(
    (latest, end) => (latest === undefined || end > latest ? end : latest),
    undefined,
  )
  return { role, count: ends.length, ...(last === undefined ? {} : { lastEndsAt: last }) }
}

function stateless({ context }: Session) {
  return { ...context.env, DAYPASS_STATE: undefined }
}

function isOfState({ code }: DaypassError): boolean {
  return code.startsWith('state-') || code.startsWith('aws-')
}
