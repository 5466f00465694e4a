import { jsonText } from '../../core/language/json-text.ts'
import type { Verified } from '../../aws/probe/await-refusal.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { type DaypassError, isDaypassError, isStoreFault } from '../../core/errors.ts'
import { insist } from '../../core/insist.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import { forgetCached } from '../credential-process/forget-cached.ts'
import { endDocument, endText } from './end-text.ts'
import { describe } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'
import { refuseStopped } from '../process/stop.ts'
import { type Verify, verifiedDocument, verifiedText } from './verify.ts'

const AT_ONCE = 8

/** What became of one lease. */
interface Result {
  readonly id: LeaseId
  readonly end?: EndResult
  readonly error?: DaypassError
  readonly seen?: Verified
}

/** Leases to be revoked. */
export interface RevokeJob {
  readonly ports: Ports
  readonly ids: readonly LeaseId[]
  readonly verify?: Verify | undefined
  /** Whether one is tried again while AWS throttles or does not answer. */
  readonly isPatient?: boolean
}

/** Revokes leases, prints what became of each, and answers the exit code. One that fails does not stop the others. */
export async function revokeLeases(
  session: Session,
  job: RevokeJob,
  signal: AbortSignal,
): Promise<number> {
  const results = await revokeAll(session, job, signal)
  const ended = new Set(results.flatMap(({ id, end }) => (end === undefined ? [] : [id])))
  forgetCached(session.context, ({ lease }) => ended.has(lease))
  return await report(session, results)
}

async function revokeAll(
  session: Session,
  job: RevokeJob,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const { ids, verify } = job
  const results: Result[] = []
  const work = () =>
    inParallel(ids, AT_ONCE, async (id) => {
      refuseStopped(signal, 'stopped before all leases were revoked')
      const revoked = await revokeOne(job, id, signal)
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

async function revokeOne(
  { ports, isPatient = false }: RevokeJob,
  id: LeaseId,
  signal: AbortSignal,
): Promise<Result> {
  const attempt = async () => await revoke(ports, id, { signal })
  try {
    return { id, end: isPatient ? await insist(ports.clock, { signal }, attempt) : await attempt() }
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
  const failed = results.flatMap(({ error }) => (error === undefined ? [] : [error]))
  if (failed.some(isStoreFault)) {
    await reporter.note(
      'where the state stays away: daypass revoke --without-record with --user or --session asks nothing of it',
    )
  }
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
