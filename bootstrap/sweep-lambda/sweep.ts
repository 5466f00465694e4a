import { randomBytes } from 'node:crypto'
import { connect } from '../../assembly/connect.ts'
import { type Environment, readSettings } from '../../assembly/settings.ts'
import { systemClock } from '../../core/clock.ts'
import { serverClock } from '../../core/server-clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { troubleIn } from '../../core/sweep-trouble.ts'
import { defined } from '../../core/language/defined.ts'
import { errorLine } from './error-text.ts'

/** What one sweep did, in numbers: it goes to the function's log. */
export interface SweepSummary {
  readonly ended: number
  readonly failed: number
  readonly skipped: number
  readonly stuck: number
  readonly denials: number
}

/** Before its time is over, a sweep begins nothing new; then it is waited for a little while no longer. */
const SPARE_MILLISECONDS = { begins: 20_000, waits: 5000 }

/**
 * Sweeps the state of `DAYPASS_STATE`, with `DAYPASS_REVOKER_ROLE_ARNS` for other accounts and `DAYPASS_RECIPIENT` to rotate
 * keys that are kept there. Any number of sweeps may run side by side, and each may die at any moment.
 *
 * @param milliseconds - how long it may take; without an end when absent.
 * @throws when something could not be taken back, or the time did not suffice, so that the function counts as failed; the
 * next sweep tries again.
 */
export async function sweepOnce(env: Environment, milliseconds?: number): Promise<SweepSummary> {
  try {
    if (milliseconds === undefined) return summarise(await sweepAsSaid(env))
    return await sweepWithin(env, milliseconds)
  } catch (cause) {
    // All that Lambda writes to the log of an error is its message.
    throw isDaypassError(cause) ? new DaypassError(cause.code, errorLine(cause), { cause }) : cause
  }
}

async function sweepWithin(env: Environment, milliseconds: number): Promise<SweepSummary> {
  const { begins, waits } = SPARE_MILLISECONDS
  const cancels: (() => void)[] = []
  const late = new Promise<never>((_, reject) => {
    cancels.push(
      systemClock.alarm(Math.max(0, milliseconds - waits), () => {
        reject(timeOver())
      }),
    )
  })
  const inTime = { milliseconds: Math.max(0, milliseconds - begins) }
  const swept = withDeadline(systemClock, inTime, async (signal) => {
    const summary = summarise(await sweepAsSaid(env, signal))
    if (signal.aborted) throw timeOver()
    return summary
  })
  try {
    return await Promise.race([swept, late])
  } finally {
    for (const cancel of cancels) cancel()
    swept.catch(() => undefined)
  }
}

function timeOver(): DaypassError {
  const message = 'the time of the function was over before the sweep was through'
  return new DaypassError('cancelled', message, { hint: 'the next one goes on' })
}

async function sweepAsSaid(env: Environment, signal?: AbortSignal): Promise<SweepReport> {
  const { settings, refusals } = readSettings(() => undefined, env)
  if (refusals.length > 0) {
    const said = refusals.map(
      ({ variable = '', message, cure }) => `${variable}: ${message}: ${cure}`,
    )
    throw new Error(said.join('; '))
  }
  const { ports } = connect(
    { ...settings, state: settings.state ?? '' },
    { config: defined({ region: settings.region }) },
    { env, directory: '/', clock: serverClock(systemClock), random: randomBytes },
  )
  return await sweep(ports, defined({ signal }))
}

function summarise(report: SweepReport): SweepSummary {
  const failures = troubleIn(report).map(({ subject, message, error }) =>
    [`${subject} ${message}`, ...(error === undefined ? [] : [errorLine(error)])].join(': '),
  )
  if (failures.length > 0) {
    throw new Error(`${failures.length} not in order: ${failures.slice(0, 20).join('; ')}`)
  }
  const { ended, failed, skipped, stuck, denials } = report
  return {
    ended: ended.length,
    failed: failed.length,
    skipped: skipped.length,
    stuck: stuck.length,
    denials: denials.length,
  }
}
