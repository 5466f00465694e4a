import { randomBytes } from 'node:crypto'
import { connect } from '../../assembly/connect.ts'
import { type Environment, readSettings } from '../../assembly/settings.ts'
import { systemClock } from '../../core/clock.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
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

/**
 * Sweeps the state of `DAYPASS_STATE`, with `DAYPASS_REVOKER_ROLE_ARNS` for other accounts and `DAYPASS_RECIPIENT` to rotate
 * keys that are kept there. Any number of sweeps may run side by side, and each may die at any moment.
 *
 * @throws when something could not be taken back, so that the function counts as failed; the next sweep tries again.
 */
export async function sweepOnce(env: Environment): Promise<SweepSummary> {
  try {
    return summarise(await sweepAsSaid(env))
  } catch (cause) {
    // All that Lambda writes to the log of an error is its message.
    throw isDaypassError(cause) ? new DaypassError(cause.code, errorLine(cause), { cause }) : cause
  }
}

async function sweepAsSaid(env: Environment): Promise<SweepReport> {
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
    { env, directory: '/', clock: systemClock, random: randomBytes },
  )
  return await sweep(ports)
}

function summarise(report: SweepReport): SweepSummary {
  const failures = [
    ...report.failed.map(({ id, error }) => `${id}: ${errorLine(error)}`),
    ...report.denials.flatMap(({ target, error }) =>
      error === undefined ? [] : [`${target.arn}: ${errorLine(error)}`],
    ),
    ...report.keys.flatMap((reconciled) =>
      'error' in reconciled ? [`${reconciled.place}: ${errorLine(reconciled.error)}`] : [],
    ),
  ]
  if (failures.length > 0) {
    throw new Error(`${failures.length} not taken back: ${failures.slice(0, 20).join('; ')}`)
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
