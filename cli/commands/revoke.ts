import { jsonText } from '../../core/language/json-text.ts'
import type { Verified } from '../../aws/probe/await-refusal.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import { type LeaseId, ROLE_NAME_PATTERN, parseLeaseId } from '../../core/lease/lease-id.ts'
import type { LeaseStore } from '../../core/lease/lease-store.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import { connectSession } from '../connect.ts'
import { endDocument, endText } from '../leases/end-text.ts'
import { describe, usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'
import {
  type Verify,
  type VerifyFlags,
  prepareVerify,
  verifiedDocument,
  verifiedText,
} from '../leases/verify.ts'
import { sweepCommand } from './sweep.ts'

/** Options of `revoke`. */
export interface RevokeFlags extends VerifyFlags {
  readonly prefix?: string
  readonly allExpired?: boolean
}

const AT_ONCE = 8

/** Revokes leases by id, by prefix, or all that have expired. One that fails does not stop the others. */
export async function revokeCommand(
  session: Session,
  words: readonly string[],
  { prefix, allExpired = false, ...verifyFlags }: RevokeFlags,
): Promise<number> {
  const ways = [words.length > 0, prefix !== undefined, allExpired].filter(Boolean)
  if (ways.length !== 1) {
    throw usageError(
      'revoke takes either ids of leases, or --prefix, or --all-expired',
      'daypass leases shows the ids',
    )
  }
  const ids = [...new Set(words.map(parseLeaseId))]
  const verify = await prepareVerify(session, verifyFlags, ids)
  if (allExpired) return await sweepCommand(session, {})
  if (prefix !== undefined) checkPrefix(prefix)
  const { ports } = await connectSession(session)
  const wanted = prefix === undefined ? ids : await idsWithPrefix(ports.leases, prefix)
  const end = await inGoodOrder(session, async (signal) => {
    const results = await revokeAll(session, { ports, ids: wanted, verify }, signal)
    return { stopped: await report(session, results, prefix) }
  })
  return end.stopped
}

interface Result {
  readonly id: LeaseId
  readonly end?: EndResult
  readonly error?: DaypassError
  readonly seen?: Verified
}

interface Job {
  readonly ports: Ports
  readonly ids: readonly LeaseId[]
  readonly verify: Verify | undefined
}

async function revokeAll(
  session: Session,
  { ports, ids, verify }: Job,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const work = () =>
    inParallel(ids, AT_ONCE, async (id) => {
      refuseStopped(signal, 'stopped before all leases were revoked')
      const revoked = await revokeOne(ports, id, signal)
      const result =
        verify === undefined || revoked.end === undefined
          ? revoked
          : { ...revoked, seen: await verify(revoked.end, signal) }
      results.push(result)
      if (!session.settings.json) await sayResult(session, result)
    })
  await (session.settings.json
    ? session.reporter.during(`revoking ${count(ids.length, 'lease')}`, work)
    : work())
  return ids.flatMap((id) => results.filter((result) => result.id === id))
}

async function revokeOne(ports: Ports, id: LeaseId, signal: AbortSignal): Promise<Result> {
  try {
    return { id, end: await revoke(ports, id, { signal }) }
  } catch (error) {
    if (!isDaypassError(error) || signal.aborted) throw error
    return { id, error }
  }
}

async function sayResult({ context, reporter }: Session, result: Result): Promise<void> {
  const { id, end, error, seen } = result
  if (end !== undefined) await context.stdout.write(`${oneLine(`${id} ${endText(end)}`)}\n`)
  if (seen !== undefined) await context.stdout.write(`${oneLine(`${id} ${verifiedText(seen)}`)}\n`)
  if (error !== undefined) {
    const described = describe(error)
    // The domain's message names the lease only when it knows no more than that.
    const message = error.message.includes(id) ? error.message : `lease ${id}: ${error.message}`
    await reporter.fail({ ...described, message }, error)
  }
}

async function report(
  { context, settings, reporter }: Session,
  results: readonly Result[],
  prefix: string | undefined,
): Promise<number> {
  if (settings.json) {
    const documents = results.map(({ id, end, error, seen }) => ({
      lease_id: id,
      ...(end === undefined ? { status: 'failed' } : endDocument(end)),
      ...(seen === undefined ? {} : verifiedDocument(seen)),
      ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    }))
    await context.stdout.write(jsonText({ leases: documents }))
  }
  if (prefix !== undefined && results.length === 0)
    await reporter.note(`no live lease begins with ${prefix}`)
  const failed = results.flatMap(({ error }) => (error === undefined ? [] : [error]))
  const [only] = failed
  if (only === undefined) {
    return results.some(isOpen) ? EXIT.partial : EXIT.ok
  }
  return results.length === 1 ? describe(only).exit : EXIT.partial
}

/** Whether it is not known to be done: it was not seen refused, or there is no proof yet that its user is gone. */
function isOpen({ end, seen }: Result): boolean {
  const isUnproven = end?.status === 'pending' && end.lookAgainAt !== undefined
  return isUnproven || seen?.verified === false
}

function checkPrefix(prefix: string): void {
  const [role = '', name] = split(prefix)
  if (ROLE_NAME_PATTERN.test(role) && /^[A-Za-z0-9]{0,22}$/.test(name ?? '')) return
  throw usageError(
    `${JSON.stringify(prefix)} is not a prefix of leases`,
    'a role, like s3-reader, or a role and the beginning of a lease, like s3-reader/4cZk',
  )
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
