import manifest from '../../package.json' with { type: 'json' }
import { defined } from '../../core/language/defined.ts'
import { oneLine } from '../../core/language/one-line.ts'
import type { SweepReport } from '../../core/sweep.ts'

/** What one sweep did, in numbers. */
export interface SweepSummary {
  readonly ended: number
  readonly failed: number
  readonly skipped: number
  readonly left: number
  readonly overdue: number
  readonly stuck: number
  readonly denials: number
  readonly keys: number
  /** Only of a run that looked, once a day. */
  readonly orphans?: number
  /** Since when the oldest is due of what is due and was not ended. */
  readonly oldest?: string
}

/** What is known of a run, whatever became of it. */
interface RunFacts {
  readonly requests: number
  readonly milliseconds: number
  /** How wrong the machine's clock is, where it is. */
  readonly skew: string | undefined
  /** In whole words, most urgent first. */
  readonly failures: readonly string[]
}

/** So many are written out; the numbers count all. */
const FAILURES_MAX = 20

/** The numbers of a report. */
export function summarise(report: SweepReport): SweepSummary {
  const { ended, failed, skipped, left, overdue, stuck, denials, keys, orphans, oldestDueAt } =
    report
  return {
    ended: ended.length,
    failed: failed.length,
    skipped: skipped.length,
    left: left.length,
    overdue: overdue.length,
    stuck: stuck.length,
    denials: denials.length,
    keys: keys.length,
    ...defined({ orphans: orphans?.length, oldest: oldestDueAt?.toISOString() }),
  }
}

/** The line of JSON that a run writes to the function's log. Without a report it has no numbers of leases. */
export function runLine(report: SweepReport | undefined, facts: RunFacts): string {
  const { requests, milliseconds, skew, failures } = facts
  const line = {
    daypass: manifest.version,
    ok: failures.length === 0,
    ...(report === undefined ? {} : summarise(report)),
    requests,
    milliseconds,
    ...defined({ skew }),
    failures: failures.slice(0, FAILURES_MAX).map(oneLine),
  }
  return `${JSON.stringify(line)}\n`
}
