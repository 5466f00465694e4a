import { DaypassError } from '../../core/errors.ts'
import { type LeaseId, ROLE_NAME_PATTERN, parseLeaseId } from '../../core/lease/lease-id.ts'
import type { LeaseStore } from '../../core/lease/lease-store.ts'
import type { BreakGlassFlags } from '../break-glass/flags.ts'
import { connectSession } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { isHeldByJust } from '../leases/held-by.ts'
import { revokeLeases } from '../leases/revoke-leases.ts'
import { refuseUnknownRole } from '../roles/refuse-unknown-role.ts'
import type { Session } from '../session.ts'
import { inGoodOrder } from '../process/stop.ts'
import { type VerifyFlags, prepareVerify } from '../leases/verify.ts'
import { breakGlass } from './break-glass.ts'
import { type AloneFlags, revokeAlone } from './revoke-alone.ts'
import { sweepCommand } from './sweep.ts'

/** Options of `revoke`. */
export interface RevokeFlags extends VerifyFlags, BreakGlassFlags, AloneFlags {
  readonly prefix?: string
  readonly allExpired?: boolean
  readonly holder?: string
}

/**
 * Revokes leases by id, by prefix, or all that have expired; or breaks the glass. One that fails does not stop the others.
 */
export async function revokeCommand(
  session: Session,
  words: readonly string[],
  { prefix, holder, allExpired = false, ...flags }: RevokeFlags,
): Promise<number> {
  const { role, user, everything, allSessions, lift, yes, ...others } = flags
  const { withoutRecord, session: sessionArn, ...verifyFlags } = others
  const isGlass = [role, user, everything, allSessions, lift, yes].some((one) => one !== undefined)
  if ((withoutRecord ?? sessionArn) !== undefined) {
    const more = [role, everything, allSessions, lift, yes, ...Object.values(verifyFlags)]
    const isMore =
      words.length > 0 || allExpired || [prefix, holder, ...more].some((one) => one !== undefined)
    return await revokeAlone(session, isMore ? {} : flags)
  }
  const ways = [
    words.length > 0,
    prefix !== undefined,
    holder !== undefined,
    allExpired,
    isGlass,
  ].filter(Boolean)
  if (ways.length !== 1) {
    throw usageError(
      'revoke takes either ids of leases, or --prefix, or --holder, or --all-expired, or one of --role, --user and --everything',
      'daypass leases shows the ids',
    )
  }
  const ids = [...new Set(words.map(parseLeaseId))]
  if (isGlass && (verifyFlags.verify ?? verifyFlags.verifyWith) !== undefined)
    throw usageError('--verify and --verify-with look at one lease by its id')
  if (isGlass) return await breakGlass(session, flags)
  const verify = await prepareVerify(session, verifyFlags, ids)
  if (allExpired) return await sweepCommand(session, {})
  if (prefix !== undefined) checkPrefix(prefix)
  const { ports } = await connectSession(session)
  const wanted = await wantedIds(session, ports.leases, { ids, prefix, holder })
  const end = await inGoodOrder(session, async (signal) => ({
    stopped: await revokeLeases(session, { ports, ids: wanted, verify }, signal),
  }))
  return end.stopped
}

function checkPrefix(prefix: string): void {
  const [role = '', name] = split(prefix)
  if (ROLE_NAME_PATTERN.test(role) && /^[A-Za-z0-9]{0,22}$/.test(name ?? '')) return
  throw usageError(
    `${JSON.stringify(prefix)} is not a prefix of leases`,
    'a role, like s3-reader, or a role and the beginning of a lease, like s3-reader/4cZk',
  )
}

interface Wanted {
  readonly ids: readonly LeaseId[]
  readonly prefix: string | undefined
  readonly holder: string | undefined
}

/**
 * The leases that are meant.
 *
 * @throws `role-not-found`, `lease-not-found` where nothing is, and most likely something else was meant.
 */
async function wantedIds(
  session: Session,
  leases: LeaseStore,
  { ids, prefix, holder }: Wanted,
): Promise<readonly LeaseId[]> {
  if (holder !== undefined) return await idsHeldBy(leases, holder)
  if (prefix === undefined) return ids
  const found = await idsWithPrefix(leases, prefix)
  if (found.length > 0) return found
  await refuseUnknownRole(session, split(prefix)[0] ?? '')
  await session.reporter.note(`no live lease begins with ${prefix}`)
  return found
}

async function idsHeldBy(leases: LeaseStore, text: string): Promise<readonly LeaseId[]> {
  const ids: LeaseId[] = []
  for await (const lease of leases.list(undefined, () => undefined)) {
    if (isHeldByJust(lease, text)) ids.push(lease.id)
  }
  if (ids.length > 0) return ids.sort()
  throw new DaypassError('lease-not-found', `no live lease is held by ${JSON.stringify(text)}`, {
    hint: 'give a whole field of its holder, such as a user, a repository or a run; daypass leases --holder takes a part of one',
  })
}

/** Leases of just this role: the prefix `s3` means none of the role `s3-reader`. */
async function idsWithPrefix(leases: LeaseStore, prefix: string): Promise<readonly LeaseId[]> {
  const [role, name = ''] = split(prefix)
  const ids: LeaseId[] = []
  const note = ({ id }: { readonly id: LeaseId }): void => {
    if (id.startsWith(`${role ?? ''}/${name}`)) ids.push(id)
  }
  // What cannot be read is among them: it fails where everybody sees it.
  for await (const lease of leases.list(role, note)) note(lease)
  return ids.sort()
}

function split(prefix: string): readonly (string | undefined)[] {
  const slash = prefix.indexOf('/')
  return slash === -1 ? [prefix] : [prefix.slice(0, slash), prefix.slice(slash + 1)]
}
