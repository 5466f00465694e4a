import { secondsAfter } from '../../core/clock.ts'
import { describeHolder } from '../../core/lease/holder.ts'
import { type LeaseId, roleOf } from '../../core/lease/lease-id.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import type { UnreadableLease } from '../../core/lease/lease-store.ts'
import { type EventHeadline, eventsOfDay } from '../../state/audit.ts'
import { type ChangeHeadline, changesOfDay } from '../../state/changes.ts'
import type { State } from '../../state/open.ts'
import type { RevocationMode } from '../../core/revocation/ports.ts'
import { type Watch, watch } from '../../core/watch.ts'

/** How a lease stands at the end of the time that is reported on. */
export type Standing = 'live' | 'stuck' | 'revoked' | 'expired' | 'never-issued'

/** One lease in a report. */
export interface ReportedLease {
  readonly id: LeaseId
  /** When it was issued, or the beginning of the report. */
  readonly from: Date
  /** When it ended, or will by itself. */
  readonly until: Date
  readonly standing: Standing
  /** When an attempt to take it back did not do it. */
  readonly postponedAt: readonly Date[]
  /** Only of those that live. */
  readonly holder: string | undefined
}

/** One role in a report. */
export interface ReportedRole {
  readonly role: string
  /** In the order in which they began. */
  readonly leases: readonly ReportedLease[]
  /** Leases that were issued in this time, of whatever standing now. */
  readonly issued: number
  readonly renewed: number
  readonly standings: Readonly<Record<Standing, number>>
}

/** What happened to leases in a time. */
export interface Report {
  readonly from: Date
  readonly to: Date
  readonly roles: readonly ReportedRole[]
  /** What was done to roles and kept keys, in its order. */
  readonly changes: readonly ChangeHeadline[]
  /** Leases that may live, and of which nothing can be said. */
  readonly unreadable: readonly UnreadableLease[]
  /** Whether somebody ends what is due, now. */
  readonly watch: Watch
}

/** All standings, worst first. */
export const STANDINGS: readonly Standing[] = [
  'stuck',
  'never-issued',
  'live',
  'revoked',
  'expired',
]

const DAY_SECONDS = 24 * 3600

interface LeaseHistory {
  from: Date | undefined
  until: Date | undefined
  standing: Standing | undefined
  issued: boolean
  renewed: number
  readonly postponedAt: Date[]
}

/**
 * Reports from the audit trail and the live leases what happened from a time on. Reads keys of the trail, by days,
 * and the documents of the leases that live.
 */
export async function gatherReport(
  state: Pick<State, 'leases' | 'objects' | 'denials'>,
  { from, to, mode }: { from: Date; to: Date; mode: RevocationMode },
): Promise<Report> {
  const histories = new Map<LeaseId, LeaseHistory>()
  const changes: ChangeHeadline[] = []
  const isWithin = ({ at }: { readonly at: Date }) => at >= from && at <= to
  for (let day = from; dayOf(day) <= dayOf(to); day = secondsAfter(day, DAY_SECONDS)) {
    for await (const event of eventsOfDay(state.objects, day)) {
      if (isWithin(event)) note(histories, event)
    }
    for await (const change of changesOfDay(state.objects, day))
      if (isWithin(change)) changes.push(change)
  }
  const stuck = new Set<LeaseId>()
  for await (const id of state.leases.stuck()) stuck.add(id)
  const live = new Map<LeaseId, LiveLease>()
  const unreadable: UnreadableLease[] = []
  for await (const lease of state.leases.list(undefined, (one) => unreadable.push(one)))
    live.set(lease.id, lease)
  for (const id of live.keys()) historyOf(histories, id)
  const leases = [...histories].map(([id, history]) => ({
    history,
    lease: reported(id, history, live.get(id), { from, to, isStuck: stuck.has(id) }),
  }))
  const known = { live: live.values(), stuck: [...stuck].filter((id) => live.has(id)).length }
  const watched = await watch({ ...state, mode }, known, to)
  return { from, to, roles: byRole(leases), changes, unreadable, watch: watched }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function historyOf(histories: Map<LeaseId, LeaseHistory>, id: LeaseId): LeaseHistory {
  const known = histories.get(id)
  if (known !== undefined) return known
  const history: LeaseHistory = {
    from: undefined,
    until: undefined,
    standing: undefined,
    issued: false,
    renewed: 0,
    postponedAt: [],
  }
  histories.set(id, history)
  return history
}

function note(
  histories: Map<LeaseId, LeaseHistory>,
  { id, name, at, outcome }: EventHeadline,
): void {
  const history = historyOf(histories, id)
  switch (name) {
    case 'begun':
      history.from ??= at
      return
    case 'issued':
      history.from ??= at
      history.issued = true
      return
    case 'renewed':
      history.renewed++
      return
    case 'postponed':
      history.postponedAt.push(at)
      return
    case 'withdrawn':
      history.until = at
      history.standing = 'never-issued'
      return
    case 'ended':
      history.until = at
      history.standing = outcome ?? 'expired'
  }
}

function reported(
  id: LeaseId,
  history: LeaseHistory,
  live: LiveLease | undefined,
  time: { readonly from: Date; readonly to: Date; readonly isStuck: boolean },
): ReportedLease {
  const { postponedAt } = history
  const from = history.from ?? time.from
  if (live === undefined) {
    const until = history.until ?? time.to
    return {
      id,
      from,
      until,
      standing: history.standing ?? 'expired',
      postponedAt,
      holder: undefined,
    }
  }
  return {
    id,
    from: history.from ?? (live.issuedAt > time.from ? live.issuedAt : time.from),
    // Past its end it may still work: nobody has taken it back.
    until: live.expiresAt > time.to ? live.expiresAt : time.to,
    standing: time.isStuck ? 'stuck' : 'live',
    postponedAt,
    holder: describeHolder(live.holder),
  }
}

function byRole(
  leases: readonly { readonly history: LeaseHistory; readonly lease: ReportedLease }[],
): readonly ReportedRole[] {
  const roles = [...new Set(leases.map(({ lease }) => roleOf(lease.id)))].sort()
  return roles.map((role) => {
    const own = leases.filter(({ lease }) => roleOf(lease.id) === role)
    const standings = { live: 0, stuck: 0, revoked: 0, expired: 0, 'never-issued': 0 }
    for (const { lease } of own) standings[lease.standing]++
    return {
      role,
      leases: own
        .map(({ lease }) => lease)
        .sort((a, b) => a.from.getTime() - b.from.getTime() || (a.id < b.id ? -1 : 1)),
      issued: own.filter(({ history }) => history.issued).length,
      renewed: own.reduce((sum, { history }) => sum + history.renewed, 0),
      standings,
    }
  })
}
