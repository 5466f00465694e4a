import { jsonText } from '../../core/language/json-text.ts'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { secondsAfter } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { connectSession } from '../connect.ts'
import { durationOption } from '../usage/duration-option.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { unreadableDocument } from '../leases/unreadable.ts'
import { count } from '../printing/plain-text.ts'
import { type Report, type ReportedRole, gatherReport } from '../report/gather.ts'
import { lastSweepText, watchDocument, watchWarnings } from '../report/watch-text.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { timeText } from '../printing/times.ts'
import { type Column, table } from '../printing/table.ts'

/** Options of `report`. */
export interface ReportFlags {
  readonly since?: string
  readonly html?: string | true
  readonly prometheus?: boolean
}

const DAY_SECONDS = 24 * 3600

/** Reports what happened to leases: as a table, a page, metrics or JSON. */
export async function reportCommand(session: Session, flags: ReportFlags): Promise<number> {
  const { context, reporter } = session
  if (flags.html !== undefined && flags.prometheus === true) {
    throw usageError('--html and --prometheus are two formats', 'ask for one at a time')
  }
  const to = context.clock.now()
  const from = secondsAfter(to, -(durationOption('--since', flags.since) ?? DAY_SECONDS))
  const { state, ports } = await connectSession(session)
  const { mode } = ports.revocation
  const report = await reporter.during('reading the audit trail', () =>
    gatherReport(state, { from, to, mode }),
  )
  await write(session, report, flags)
  for (const { error } of report.unreadable) await reporter.warn(error.message)
  for (const text of watchWarnings(report.watch)) await reporter.warn(text)
  return report.unreadable.length === 0 ? EXIT.ok : EXIT.partial
}

async function write(session: Session, report: Report, flags: ReportFlags): Promise<void> {
  const { context, settings, reporter } = session
  if (flags.html !== undefined) {
    await writePage(session, report, flags.html)
  } else if (flags.prometheus === true) {
    const { prometheusText } = await import('../report/prometheus.ts')
    await context.stdout.write(prometheusText(report))
  } else if (settings.json) {
    await context.stdout.write(jsonText(document(report)))
  } else {
    if (report.roles.length === 0)
      await reporter.note('no lease was issued, ended or alive in this time')
    else await writeTable(session, report)
    const lines = report.changes.map(
      ({ at, name, subject }) => `${timeText(at)} ${name} ${subject}\n`,
    )
    await context.stdout.write(lines.join(''))
    await reporter.note(lastSweepText(report.watch, report.to))
  }
}

async function writePage(session: Session, report: Report, path: string | true): Promise<void> {
  const { context, reporter } = session
  const { reportHtml } = await import('../report/html.ts')
  const page = reportHtml(report)
  if (path === true) {
    await context.stdout.write(page)
    return
  }
  const file = resolve(context.directory, path)
  try {
    await writeFile(file, page)
  } catch (cause) {
    throw new DaypassError('request-invalid', `cannot write ${file}`, { cause })
  }
  await reporter.note(`${file}: ${count(report.roles.length, 'role')}`)
}

async function writeTable({ context, settings }: Session, { roles }: Report): Promise<void> {
  const { stdout, env } = context
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(table(roles, COLUMNS, { style, width }))
}

const number = (title: string, of: (role: ReportedRole) => number): Column<ReportedRole> => ({
  title,
  text: (role) => String(of(role)),
  align: 'right',
})

const COLUMNS: readonly Column<ReportedRole>[] = [
  { title: 'ROLE', text: ({ role }) => role },
  number('ISSUED', ({ issued }) => issued),
  number('LIVE', ({ standings }) => standings.live),
  number('REVOKED', ({ standings }) => standings.revoked),
  number('EXPIRED', ({ standings }) => standings.expired),
  number('NEVER ISSUED', ({ standings }) => standings['never-issued']),
  {
    ...number('STUCK', ({ standings }) => standings.stuck),
    paint: ({ standings }, text, style) => (standings.stuck > 0 ? style('red', text) : text),
  },
]

function document({ from, to, roles, changes, unreadable, watch }: Report): unknown {
  return {
    from,
    to,
    roles: roles.map(({ role, issued, renewed, standings, leases }) => ({
      role,
      issued,
      renewed,
      ...Object.fromEntries(
        Object.entries(standings).map(([name, amount]) => [name.replace('-', '_'), amount]),
      ),
      leases: leases.map(({ id, from: began, until, standing, postponedAt }) => ({
        lease_id: id,
        from: began,
        until,
        standing,
        postponed_at: postponedAt,
      })),
    })),
    changes: changes.map(({ at, name, subject }) => ({ time: at, event: name, subject })),
    unreadable: unreadable.map(unreadableDocument),
    watch: watchDocument(watch),
  }
}
