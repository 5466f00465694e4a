import { DaypassError } from '../../core/errors.ts'
import type { SweepReport } from '../../core/sweep.ts'
import { annotate, errorLine } from '../runner/error-text.ts'
import { markdownTable } from '../runner/markdown.ts'
import type { Runner } from '../runner/runner.ts'

/** A summary is for people: of very many leases the numbers say more. */
const ROWS_MAX = 200

/**
 * Reports what a sweep did, by outputs, the log and the job's summary. Answers the exit code: leases that are stuck are
 * a warning, or a failure where that is asked for.
 */
export async function report(
  runner: Pick<Runner, 'setOutput' | 'info' | 'warn' | 'fail' | 'summarise'>,
  swept: SweepReport,
  failWhenStuck: boolean,
): Promise<number> {
  const { ended, failed, stuck } = swept
  runner.setOutput('ended', String(ended.length))
  runner.setOutput('failed', String(failed.length))
  runner.setOutput('stuck', String(stuck.length))
  for (const { id, reason } of ended) runner.info(`lease ${id} ended: ${reason}`)
  for (const { id, error } of failed)
    runner.warn(`lease ${id} could not be ended and is tried again: ${errorLine(error)}`)
  const counts = `${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`
  runner.info(counts)
  await runner.summarise(`### Sweep of the leases\n\n${counts}\n\n${rowsOf(swept)}\n`)
  if (stuck.length === 0) return 0
  const which = stuck.slice(0, 20).join(', ')
  const error = new DaypassError('outcome-unknown', `cannot be revoked again and again: ${which}`, {
    hint: 'mend what the warnings of this step say: every sweep tries them again',
  })
  if (failWhenStuck) annotate(runner, error)
  else runner.warn(errorLine(error))
  return failWhenStuck ? 1 : 0
}

function rowsOf({ ended, failed, stuck, skipped }: SweepReport): string {
  const rows = [
    ...stuck.map((id) => [id, 'stuck', 'could not be revoked three times or more']),
    ...failed.map(({ id, error }) => [id, 'failed', errorLine(error)]),
    ...ended.map(({ id, reason }) => [id, 'ended', reason]),
    ...skipped.map((id) => [id, 'skipped', 'another process was at it']),
  ]
  const shown = rows.slice(0, ROWS_MAX)
  const rest = rows.length > shown.length ? `\nand ${rows.length - shown.length} more\n` : ''
  return `${shown.length === 0 ? '' : markdownTable(['Lease', 'What', 'Why'], shown)}${rest}`
}
