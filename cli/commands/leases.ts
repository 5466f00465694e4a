import { jsonText } from '../../core/language/json-text.ts'
import { describeHolder } from '../../core/lease/holder.ts'
import { type LeaseId, ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import type { LeaseStore, UnreadableLease } from '../../core/lease/lease-store.ts'
import { connectSession } from '../connect.ts'
import { watch } from '../../core/watch.ts'
import { usageError } from '../error-text.ts'
import { watchDocument, watchWarnings } from '../report/watch-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { isHeldBy } from '../leases/held-by.ts'
import { leaseDocument } from '../leases/lease-document.ts'
import { unreadableDocument } from '../leases/unreadable.ts'
import { until } from '../printing/times.ts'
import { count } from '../printing/plain-text.ts'
import { refuseUnknownRole } from '../roles/refuse-unknown-role.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'

/** Options of `leases`. */
export interface LeasesFlags {
  readonly role?: string
  readonly status?: LiveLease['status']
  readonly holder?: string
  readonly stuck?: boolean
}

/** Behind the holder of a lease of a role that is for others, as far as anybody knows. */
const UNCOMPARED = '(allowed-without-subject)'

/** Lists the leases that live, those that end first at the top. */
export async function leasesCommand(session: Session, flags: LeasesFlags): Promise<number> {
  const { context, settings, reporter } = session
  if (flags.role !== undefined && !ROLE_NAME_PATTERN.test(flags.role)) {
    throw usageError(`${JSON.stringify(flags.role)} is not a role name`)
  }
  const { state, ports } = await connectSession(session)
  const { leases, stuck, unreadable } = await reporter.during('reading leases', () =>
    readLeases(state.leases, flags),
  )
  if (flags.role !== undefined && leases.length + unreadable.length === 0)
    await refuseUnknownRole(session, flags.role)
  const known = { live: leases, stuck: stuck.size }
  const { mode } = ports.revocation
  const watched = await watch({ ...state, mode }, known, context.clock.now())
  for (const text of watchWarnings(watched)) await reporter.warn(text)
  if (settings.json) {
    const documents = leases.map((lease) => ({
      ...leaseDocument(lease),
      stuck: stuck.has(lease.id),
    }))
    const document = {
      leases: documents,
      unreadable: unreadable.map(unreadableDocument),
      watch: watchDocument(watched),
    }
    await context.stdout.write(jsonText(document))
    return unreadable.length === 0 ? EXIT.ok : EXIT.partial
  }
  for (const { error } of unreadable) await reporter.warn(error.message)
  if (unreadable.length > 0 && leases.length === 0) return EXIT.partial
  if (leases.length === 0) {
    await reporter.note(flags.role === undefined ? 'no leases' : `no leases of role ${flags.role}`)
    return EXIT.ok
  }
  const { stdout, env, clock } = context
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(table(leases, columns(stuck, clock.now()), { style, width }))
  if (stdout.terminal) await reporter.note(count(leases.length, 'lease'))
  return unreadable.length === 0 ? EXIT.ok : EXIT.partial
}

async function readLeases(
  store: LeaseStore,
  flags: LeasesFlags,
): Promise<{
  readonly leases: readonly LiveLease[]
  readonly stuck: ReadonlySet<LeaseId>
  readonly unreadable: readonly UnreadableLease[]
}> {
  const stuck = new Set<LeaseId>()
  for await (const id of store.stuck()) stuck.add(id)
  const leases: LiveLease[] = []
  const unreadable: UnreadableLease[] = []
  for await (const lease of store.list(flags.role, (one) => unreadable.push(one))) {
    if (isWanted(lease, flags, stuck)) leases.push(lease)
  }
  leases.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1))
  return { leases, stuck, unreadable }
}

function isWanted(lease: LiveLease, flags: LeasesFlags, stuck: ReadonlySet<LeaseId>): boolean {
  if (flags.status !== undefined && lease.status !== flags.status) return false
  if (flags.stuck === true && !stuck.has(lease.id)) return false
  return flags.holder === undefined || isHeldBy(lease, flags.holder)
}

function columns(stuck: ReadonlySet<LeaseId>, now: Date): readonly Column<LiveLease>[] {
  return [
    { title: 'LEASE', text: ({ id }) => id },
    {
      title: 'STATE',
      text: ({ id, status }) => (stuck.has(id) ? 'stuck' : status),
      paint: ({ id, status }, text, style) => {
        if (stuck.has(id)) return style('red', text)
        return status === 'active' ? style('green', text) : style('yellow', text)
      },
    },
    { title: 'ENDS IN', text: ({ expiresAt }) => until(expiresAt, now), align: 'right' },
    {
      title: 'HOLDER',
      text: ({ holder, allowedWithoutSubject }) =>
        [describeHolder(holder), ...(allowedWithoutSubject === true ? [UNCOMPARED] : [])].join(' '),
    },
  ]
}
