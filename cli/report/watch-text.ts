import type { Watch } from '../../core/watch.ts'
import { count } from '../printing/plain-text.ts'
import { fromNow, timeText } from '../printing/times.ts'

/** What is not well with the ending of leases, a sentence each; empty where all is. */
export function watchWarnings({
  silence,
  lastSweepAt,
  overdue,
  waitingDenies,
  tampered,
  orphans,
}: Watch): readonly string[] {
  const last =
    lastSweepAt === undefined ? 'no sweep ever came by' : `last sweep ${timeText(lastSweepAt)}`
  return [
    ...(silence === undefined ? [] : [silence]),
    ...(overdue === 0
      ? []
      : [
          `${count(overdue, 'lease')} overdue by 15 minutes or more, and nobody ends them (${last})`,
        ]),
    ...(waitingDenies === 0
      ? []
      : [`${count(waitingDenies, 'revoked session')} not denied yet in IAM`]),
    ...(tampered === 0
      ? []
      : [
          `${count(tampered, 'deny policy', 'deny policies')} removed by somebody else in the last day`,
        ]),
    ...(orphans === undefined || orphans.count === 0
      ? []
      : [
          `${count(orphans.count, 'orphan')} in IAM at ${timeText(orphans.at)}: daypass inventory shows them`,
        ]),
  ]
}

/** When a sweep last came by: `last sweep 3m ago`. */
export function lastSweepText({ lastSweepAt }: Watch, now: Date): string {
  return lastSweepAt === undefined
    ? 'no sweep ever came by'
    : `last sweep ${fromNow(lastSweepAt, now)}`
}

/** The same for programs. */
export function watchDocument(watch: Watch): Readonly<Record<string, unknown>> {
  const { lastSweepAt, overdue, waitingDenies, stuck, tampered, orphans, silence } = watch
  return {
    last_sweep_at: lastSweepAt ?? null,
    silent: silence !== undefined,
    overdue_leases: overdue,
    waiting_denies: waitingDenies,
    stuck,
    tampered,
    orphans: orphans?.count ?? null,
  }
}
