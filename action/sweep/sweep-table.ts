import type { SweepReport } from '../../core/sweep.ts'
import { errorLine } from '../runner/error-text.ts'
import { table } from '../runner/markdown.ts'

/** A summary is for people: of very many leases the numbers say more. */
const ROWS_MAX = 200

/** What a sweep did, for the job's summary. */
export function sweepTable({ ended, failed, stuck, skipped }: SweepReport): string {
  const rows = [
    ...stuck.map((id) => [id, 'stuck', 'could not be revoked three times or more']),
    ...failed.map(({ id, error }) => [id, 'failed', errorLine(error)]),
    ...ended.map(({ id, reason }) => [id, 'ended', reason]),
    ...skipped.map((id) => [id, 'skipped', 'another process was at it']),
  ]
  const shown = rows.slice(0, ROWS_MAX)
  const rest = rows.length > shown.length ? `\nand ${rows.length - shown.length} more\n` : ''
  const counts = `${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`
  const body = shown.length === 0 ? '' : table(['Lease', 'What', 'Why'], shown)
  return `### Sweep of the leases\n\n${counts}\n\n${body}${rest}\n`
}
