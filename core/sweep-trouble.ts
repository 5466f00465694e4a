import type { DaypassError } from './errors.ts'
import { defined } from './language/defined.ts'
import type { SweepReport } from './sweep.ts'

/** Something that a sweep found and could not bring in order. */
export interface SweepTrouble {
  /** A lease, a role or user that carries denies, or the place of a kept key. */
  readonly subject: string
  /** In whole words, without the subject. */
  readonly message: string
  /** Absent where nothing failed now. */
  readonly error?: DaypassError
}

/**
 * What is not well after a sweep, most urgent first: the one reading of a report, for every face. A lease that could not be
 * ended, had vanished, is stuck or overdue, leases that were left to the next run, denies that failed, wait or were removed by somebody else, orphans in IAM, and keys that could not
 * be rotated: each is a failure of the run.
 * Empty where all is well.
 */
export function troubleIn(report: SweepReport): readonly SweepTrouble[] {
  const { failed, left, stuck, vanished, overdue, denials, keys, orphans = [] } = report
  const stuckOnly = stuck.filter((id) => !failed.some((one) => one.id === id))
  return [
    ...failed.map(({ id, error }) => withError(id, 'could not be ended', error)),
    ...denials.flatMap(({ target: { arn }, waiting, tampered = 0, error }) => {
      const wait = waiting === 0 ? [] : [`${waiting} of its denies wait`]
      const lost = tampered === 0 ? [] : [tamperedText(tampered)]
      const what = [...(error === undefined ? [] : ['failed']), ...lost, ...wait].join(', ')
      return what === '' ? [] : [withError(arn, what, error)]
    }),
    ...(left.length === 0
      ? []
      : [
          withError(
            `${left.length} of the leases`,
            'are due and were not begun: the next sweep goes on',
          ),
        ]),
    ...vanished.map((id) =>
      withError(id, 'had vanished from the state; its user was still there and is deleted now'),
    ),
    ...stuckOnly.map((id) => withError(id, 'is stuck: revoking it failed three times or more')),
    ...overdue.map((id) =>
      withError(id, 'is overdue, and other processes keep it from being ended'),
    ),
    ...orphans.map(({ kind, name, because }) =>
      withError(`${kind} ${name}`, `is ours, and nothing in the state leads to it: ${because}`),
    ),
    ...keys.flatMap((one) => ('error' in one ? [withError(one.place, 'failed', one.error)] : [])),
  ]
}

/** What is said of denies that somebody removed, after the name of the role or user that had them. */
export function tamperedText(tampered: number): string {
  const what = tampered === 1 ? 'a deny policy' : `${tampered} deny policies`
  return `was rid of ${what} by somebody else, and revoked sessions may have worked until now`
}

function withError(subject: string, message: string, error?: DaypassError): SweepTrouble {
  return { subject, message, ...defined({ error }) }
}
