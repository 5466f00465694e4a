import type { Watch } from '../../core/watch.ts'
import { type Report, STANDINGS, type Standing } from './gather.ts'

/**
 * Numbers in Prometheus' text format, for node_exporter's textfile collector or a Pushgateway. They are of the time
 * that the report is on, so they are gauges: a counter would have to remember.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText({ from, to, roles, unreadable, watch }: Report): string {
  const count = (standing: Standing) => (role: (typeof roles)[number]) => role.standings[standing]
  const ended = STANDINGS.filter((standing) => standing !== 'live' && standing !== 'stuck')
  return [
    ...watchMetrics(watch),
    ...gauge('daypass_leases_live', 'Leases that live now, stuck ones included.', (metric) =>
      roles.map((role) => [
        `${metric}{role="${role.role}"}`,
        count('live')(role) + count('stuck')(role),
      ]),
    ),
    ...gauge(
      'daypass_leases_stuck',
      'Leases that could not be taken back in three or more attempts.',
      (metric) => roles.map((role) => [`${metric}{role="${role.role}"}`, count('stuck')(role)]),
    ),
    ...gauge('daypass_leases_unreadable', 'Leases whose documents cannot be read.', (metric) => [
      [metric, unreadable.length],
    ]),
    ...gauge('daypass_leases_issued', 'Leases issued in the reported time.', (metric) =>
      roles.map((role) => [`${metric}{role="${role.role}"}`, role.issued]),
    ),
    ...gauge('daypass_leases_ended', 'Leases that ended in the reported time.', (metric) =>
      roles.flatMap((role) =>
        ended.map((standing): [string, number] => [
          `${metric}{role="${role.role}",outcome="${standing}"}`,
          count(standing)(role),
        ]),
      ),
    ),
    ...gauge(
      'daypass_revocations_postponed',
      'Attempts to take a lease back that did not do it, in the reported time.',
      (metric) =>
        roles.map(({ role, leases }) => [
          `${metric}{role="${role}"}`,
          leases.reduce((sum, { postponedAt }) => sum + postponedAt.length, 0),
        ]),
    ),
    ...gauge('daypass_report_seconds', 'Length of the reported time.', (metric) => [
      [metric, (to.getTime() - from.getTime()) / 1000],
    ]),
    '',
  ].join('\n')
}

/** Whether somebody ends what is due. A time and not an age: where this text itself grows old, the alarm still goes off. */
function watchMetrics(watch: Watch): readonly string[] {
  const { lastSweepAt, overdue, waitingDenies, stuck, tampered, orphans } = watch
  const one = (metric: string, help: string, value: number) =>
    gauge(metric, help, () => [[metric, value]])
  return [
    ...one(
      'daypass_last_sweep_seconds',
      'Unix time at which a sweep last came to its end; 0 where none ever did.',
      Math.floor((lastSweepAt?.getTime() ?? 0) / 1000),
    ),
    ...one('daypass_overdue_leases', 'Leases due for 15 minutes or more that live.', overdue),
    ...one('daypass_waiting_denies', 'Revoked sessions that IAM does not deny yet.', waitingDenies),
    ...one('daypass_stuck', 'Live leases that three attempts or more could not end.', stuck),
    ...one('daypass_tampered', 'Deny policies that others removed in the last day.', tampered),
    ...gauge(
      'daypass_orphans',
      'What the last inventory found in IAM that nothing leads to; absent where none was taken.',
      (metric) => (orphans === undefined ? [] : [[metric, orphans.count]]),
    ),
  ]
}

/** Role names have no character that a label value would need an escape for. */
function gauge(
  metric: string,
  help: string,
  samples: (metric: string) => readonly (readonly [series: string, value: number])[],
): readonly string[] {
  const lines = samples(metric).map(([series, value]) => `${series} ${value}`)
  return [`# HELP ${metric} ${help}`, `# TYPE ${metric} gauge`, ...lines]
}
