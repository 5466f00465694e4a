import { DaypassError } from '../../core/errors.ts'
import type { SweepReport } from '../../core/sweep.ts'
import { type SweepTrouble, troubleIn } from '../../core/sweep-trouble.ts'
import { annotate, errorLine } from '../runner/error-text.ts'
import { markdownTable } from '../runner/markdown.ts'
import type { Runner } from '../runner/runner.ts'

/** A summary is for people: of very many leases the numbers say more. */
const ROWS_MAX = 200

/**
 * Reports what a sweep did, by outputs, the log and the job's summary. Answers the exit code: what is not in order fails the
 * step, or is a warning only where that is asked for.
 */
export async function report(
  runner: Pick<Runner, 'setOutput' | 'info' | 'warn' | 'fail' | 'summarise'>,
  swept: SweepReport,
  failWhenStuck: boolean,
): Promise<number> {
  const { ended, stuck } = swept
  const trouble = troubleIn(swept)
  const failed = trouble.filter(({ error }) => error !== undefined)
  runner.setOutput('ended', String(ended.length))
  runner.setOutput('failed', String(failed.length))
  runner.setOutput('stuck', String(stuck.length))
  for (const { id, reason, left } of ended) {
    runner.info(`lease ${id} ended: ${reason}`)
    if (left !== undefined)
      runner.warn(`lease ${id} is not removed from the state: ${errorLine(left)}`)
  }
  for (const one of trouble.slice(0, ROWS_MAX)) runner.warn(`${one.subject} ${wordsOf(one)}`)
  const counts = `${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`
  runner.info(counts)
  await runner.summarise(`### Sweep of the leases\n\n${counts}\n\n${rowsOf(swept, trouble)}\n`)
  if (trouble.length === 0) return 0
  const which = trouble.slice(0, 20).map(({ subject }) => subject)
  const error = new DaypassError('outcome-unknown', `not in order: ${which.join(', ')}`, {
    hint: 'mend what the warnings of this step say: every sweep tries again',
  })
  if (failWhenStuck) annotate(runner, error)
  else runner.warn(errorLine(error))
  return failWhenStuck ? 1 : 0
}

function wordsOf({ message, error }: SweepTrouble): string {
  return error === undefined ? message : `${message}: ${errorLine(error)}`
}

function rowsOf({ ended, skipped }: SweepReport, trouble: readonly SweepTrouble[]): string {
  const rows = [
    ...trouble.map((one) => [one.subject, 'not in order', wordsOf(one)]),
    ...ended.map(({ id, reason }) => [id, 'ended', reason]),
    ...skipped.map((id) => [id, 'skipped', 'another process was at it']),
  ]
  const shown = rows.slice(0, ROWS_MAX)
  const rest = rows.length > shown.length ? `\nand ${rows.length - shown.length} more\n` : ''
  return `${shown.length === 0 ? '' : markdownTable(['What', 'Is', 'Why'], shown)}${rest}`
}
