import { type SweepReport, sweep } from '../../core/sweep.ts'
import { connectPorts } from '../connect.ts'
import { EXIT } from '../exit-codes.ts'
import { oneLine } from '../plain-text.ts'
import type { Session } from '../session.ts'
import { inGoodOrder, refuseStopped } from '../stop.ts'

/** Options of `sweep`. */
export interface SweepFlags {
  readonly dryRun?: boolean
}

/** Ends what is due and prints what was done. */
export async function sweepCommand(
  session: Session,
  { dryRun = false }: SweepFlags,
): Promise<number> {
  const { context, settings, talk } = session
  const ports = await connectPorts(session)
  const end = await inGoodOrder(session, async (signal) => {
    const work = () => sweep(ports, { dryRun, signal })
    const report = await talk.during('sweeping', work)
    const text = settings.json
      ? `${JSON.stringify(sweepDocument(report, dryRun), undefined, 2)}\n`
      : sweepLines(report, dryRun)
    await context.stdout.write(text)
    await sayTrouble(session, report)
    refuseStopped(signal, 'stopped before the sweep was through')
    return { stopped: report.failed.length + report.stuck.length === 0 ? EXIT.ok : EXIT.partial }
  })
  return end.stopped
}

function sweepDocument(report: SweepReport, dryRun: boolean): Readonly<Record<string, unknown>> {
  return {
    dry_run: dryRun,
    ended: report.ended.map(({ id, reason }) => ({ lease_id: id, reason })),
    failed: report.failed.map(({ id, reason, error: { code, message } }) => ({
      lease_id: id,
      reason,
      error: { code, message },
    })),
    skipped: report.skipped,
    stuck: report.stuck,
  }
}

function sweepLines(report: SweepReport, dryRun: boolean): string {
  const verb = dryRun ? 'would end' : 'ended'
  return [
    ...report.ended.map(({ id, reason }) => `${id} ${verb} (${reason})`),
    ...report.failed.map(
      ({ id, error }) => `${id} failed: ${error.code}: ${oneLine(error.message)}`,
    ),
    ...report.skipped.map((id) => `${id} left to another process`),
    ...report.stuck.map((id) => `${id} stuck`),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

async function sayTrouble({ talk }: Session, report: SweepReport): Promise<void> {
  const { ended, failed, skipped, stuck } = report
  if (ended.length + failed.length + skipped.length === 0) await talk.note('nothing is due')
  if (stuck.length > 0) {
    await talk.warn(
      `${stuck.length} stuck: daypass lease <id> shows why; they are tried again without an end`,
    )
  }
}
