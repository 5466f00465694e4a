import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../assembly/connect.ts'
import { defined } from '../../core/language/defined.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { tamperedText, troubleIn } from '../../core/sweep-trouble.ts'
import { connectSession } from '../connect.ts'
import { entryDocument } from '../inventory/inventory-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { reconciledDocument, reconciledLine } from '../kept-keys/kept-keys-text.ts'
import { describe, usageError } from '../error-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { count } from '../printing/plain-text.ts'
import { leftDocument, leftText } from '../leases/end-text.ts'
import type { Session } from '../session.ts'
import { inGoodOrder, refuseStopped } from '../process/stop.ts'

/** Options of `sweep`. */
export interface SweepFlags {
  readonly dryRun?: boolean
  readonly full?: boolean
}

/** Ends what is due and prints what was done. */
export async function sweepCommand(
  session: Session,
  { dryRun = false, full }: SweepFlags,
): Promise<number> {
  const { ports } = await connectSweep(session)
  return await sweepAndReport(session, dryRun, (signal) =>
    // Without the flag one sweep a day looks at everything.
    sweep(ports, { dryRun, signal, ...defined({ full }) }),
  )
}

/**
 * Everything put together for a sweep. The default store has to be there: a new one has nothing that could be due.
 *
 * @throws as {@link connectSession}; `request-invalid`.
 */
export async function connectSweep(session: Session): Promise<Connection> {
  const connection = await connectSession(session)
  const { state, stateChosen } = session.settings
  if (stateChosen || existsSync(fileURLToPath(state))) return connection
  throw usageError(
    `no store is named, and there is none at ${state}`,
    'name it with --state or DAYPASS_STATE: cron and other schedulers pass no variables of your shell on',
  )
}

/** Runs a sweep, or a part of one, and prints what it did. */
export async function sweepAndReport(
  session: Session,
  dryRun: boolean,
  sweepUntil: (signal: AbortSignal) => Promise<SweepReport>,
): Promise<number> {
  const { context, settings, reporter } = session
  const end = await inGoodOrder(session, async (signal) => {
    const report = await reporter.during('sweeping', () => sweepUntil(signal))
    const text = settings.json
      ? jsonText(sweepDocument(report, dryRun))
      : sweepLines(report, dryRun)
    await context.stdout.write(text)
    await sayTrouble(session, report)
    refuseStopped(signal, 'stopped before the sweep was through')
    return { stopped: troubleIn(report).length > 0 ? EXIT.partial : EXIT.ok }
  })
  return end.stopped
}

function sweepDocument(report: SweepReport, dryRun: boolean): Readonly<Record<string, unknown>> {
  return {
    dry_run: dryRun,
    ended: report.ended.map((one) => ({
      lease_id: one.id,
      reason: one.reason,
      ...leftDocument(one),
    })),
    failed: report.failed.map(({ id, reason, error: { code, message } }) => ({
      lease_id: id,
      reason,
      error: { code, message },
    })),
    skipped: report.skipped,
    vanished: report.vanished,
    overdue: report.overdue,
    left: report.left,
    stuck: report.stuck,
    denials: report.denials.map(
      ({ target, removed, waiting, tampered = 0, gone = false, error }) => ({
        target: target.arn,
        policies_removed: removed,
        sessions_waiting: waiting,
        tampered,
        gone,
        ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
      }),
    ),
    keys: report.keys.map(reconciledDocument),
    ...defined({ orphans: report.orphans?.map(entryDocument) }),
  }
}

function sweepLines(report: SweepReport, dryRun: boolean): string {
  const verb = dryRun ? 'would end' : 'ended'
  return [
    ...report.ended.map((one) => `${one.id} ${verb} (${one.reason})${leftText(one)}`),
    ...report.failed.map(({ id, error }) => `${id} failed: ${error.code}: ${error.message}`),
    ...report.vanished.map((id) => `${id} had vanished from the state: its user is deleted`),
    ...report.skipped.map((id) => `${id} left to another process`),
    ...report.overdue.map((id) => `${id} overdue`),
    ...report.left.map((id) => `${id} left to the next sweep`),
    ...report.stuck.map((id) => `${id} stuck`),
    ...report.denials.flatMap(tamperedLine),
    ...report.denials.flatMap(denialLine),
    ...(report.orphans ?? []).map(
      ({ kind, name, because }) => `${kind} ${name} is an orphan: ${because}`,
    ),
    ...report.keys.map(reconciledLine),
  ]
    .map((line) => `${oneLine(line)}\n`)
    .join('')
}

function tamperedLine({ target, tampered = 0 }: SweepReport['denials'][number]): string[] {
  return tampered === 0 ? [] : [`${target.arn} ${tamperedText(tampered)}`]
}

function denialLine({
  target,
  removed,
  waiting,
  gone,
  error,
}: SweepReport['denials'][number]): string[] {
  if (error !== undefined) {
    return [`${target.arn} failed: ${error.code}: ${error.message} (${waiting} denies wait)`]
  }
  if (gone === true) return [`${target.arn} is gone, and its sessions with it`]
  if (removed > 0)
    return [`${target.arn} rid of ${count(removed, 'policy', 'policies')} of ended sessions`]
  return waiting > 0 ? [`${target.arn} has ${count(waiting, 'deny', 'denies')} waiting`] : []
}

async function sayTrouble(
  { reporter, settings, clock }: Session,
  report: SweepReport,
): Promise<void> {
  const { ended, failed, skipped, stuck, keys } = report
  const seen = [ended, failed, skipped, report.vanished, report.left, keys]
  if (seen.every((one) => one.length === 0))
    await reporter.note(`nothing is due in ${settings.state}`)
  else if (!settings.stateChosen) await reporter.note(`swept ${settings.state}`)
  if (clock.correctionMs() === undefined)
    await reporter.warn(
      'no server has told the time: what is due is so by the clock of this machine alone',
    )
  const left = ended.flatMap((one) => one.left ?? [])
  const [first] = left
  if (first !== undefined) {
    const leases = count(left.length, 'lease')
    await reporter.warn(
      `${leases} not removed from the state: ${describe(first).hint ?? first.message}`,
    )
  }
  if (stuck.length > 0) {
    await reporter.warn(
      `${stuck.length} stuck: daypass lease <id> shows why; they are tried again without an end`,
    )
  }
}
