import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { type LeaseId, parseLeaseId } from '../../core/lease/lease-id.ts'
import type { ConfiguredCall } from '../../terraform-plugin/definition/call.ts'
import type { Log } from '../../terraform-plugin/plugin/log.ts'
import type { Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { reportRevocation } from '../credentials/report-revocation.ts'
import { explain } from '../explain.ts'
import type { DaypassSession } from '../session.ts'
import type { Closing } from './closings.ts'
import type { EndedOne } from './end-together.ts'

/**
 * Closes an ephemeral lease within five seconds, and reports what is known by then. That something takes long is a
 * warning, which says what lives until when; that AWS or the store refuses is an error. See `Closings`.
 */
export async function closeLease(
  text: string,
  { session, log, diagnostics }: Omit<ConfiguredCall<DaypassSession>, 'stop'>,
): Promise<void> {
  const id = parseLeaseId(text)
  const { closings } = await session.connect()
  const closing = await closings.close(id)
  for (const one of closing.ended) report(one, { log, diagnostics })
  if (closing.recorded !== 'yes') reportUnrecorded(id, closing, diagnostics)
}

/** Logs what became of leases at the end of the process, when nobody is left to report to. */
export async function finishClosings(
  session: DaypassSession,
  { milliseconds, log }: { readonly milliseconds: number; readonly log: Log },
): Promise<void> {
  const { closings } = await session.connect()
  const toLog: Diagnostics = {
    error: ({ summary, detail }) => {
      log.error(summary, { detail })
    },
    warning: ({ summary, detail }) => {
      log.warn(summary, { detail })
    },
  }
  const { ended, left } = await closings.finish(milliseconds)
  for (const one of ended) report(one, { log, diagnostics: toLog })
  for (const { id, lease } of left)
    log.warn('not taken back before the end of the process: the next sweep does it', {
      lease: id,
      works_until: lease?.expiresAt.toISOString() ?? 'unknown',
    })
}

interface Reporting {
  readonly log: Log
  readonly diagnostics: Diagnostics
}

function report(one: EndedOne, { log, diagnostics }: Reporting): void {
  const { id, lease } = one
  if (one.error === undefined) {
    log.info('revoked', { lease: id, status: statusOf(one.result) })
    if (one.result !== undefined) reportRevocation(id, one.result, diagnostics)
  } else if (mayPass(one.error)) {
    const detail = `${until(id, lease?.expiresAt)}: ${one.error.message}. It is tried again when Terraform has done, and then by every sweep.`
    diagnostics.warning({ summary: 'Credentials not taken back yet', detail })
  } else diagnostics.error(explain(one.error))
}

function reportUnrecorded(
  id: LeaseId,
  { recorded, lease }: Closing,
  diagnostics: Diagnostics,
): void {
  const why =
    typeof recorded === 'object' && isDaypassError(recorded.error)
      ? recorded.error.message
      : 'the state has not answered in five seconds'
  const detail = `${until(id, lease?.expiresAt)}: ${why}. It is tried again when Terraform has done.`
  diagnostics.warning({ summary: 'Credentials not taken back yet', detail })
}

function until(id: LeaseId, expiresAt: Date | undefined): string {
  const end = expiresAt === undefined ? 'they expire' : expiresAt.toISOString()
  return `The credentials of lease ${id} may work until ${end}`
}

function statusOf(result: EndResult | undefined): string {
  return result?.status ?? 'no such lease any more'
}

/** Whether the same may go well a minute later. */
function mayPass(error: unknown): error is DaypassError {
  return isDaypassError(
    error,
    'outcome-unknown',
    'aws-throttled',
    'aws-unavailable',
    'state-unavailable',
    'lease-conflict',
    'cancelled',
  )
}
