import { randomBytes } from 'node:crypto'
import { assemblePorts } from '../../assembly/assemble.ts'
import { keptKeys } from '../../assembly/kept-keys.ts'
import { sealOfEnvironment } from '../../assembly/seal-of-environment.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { systemClock } from '../../core/clock.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { defined } from '../../core/language/defined.ts'

/** What the function's environment says. */
export type SweepEnvironment = Readonly<Record<string, string | undefined>>

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
export async function sweepOnce(env: SweepEnvironment): Promise<SweepSummary> {
  const location = parseStateUrl(env['DAYPASS_STATE'] ?? '')
  const region = env['AWS_REGION']
  const random = (size: number): Uint8Array => randomBytes(size)
  const config = defined({ region })
  const revokerRoleArns = (env['DAYPASS_REVOKER_ROLE_ARNS'] ?? '')
    .split(',')
    .filter((arn) => arn !== '')
  const clock = systemClock
  const clients = awsClients(config)
  const state = openState(location, { clock, random, ...config })
  const keys = keptKeys({ clients, config, state, seal: sealOfEnvironment(env, '/'), clock })
  const parts = { clients, config, state, clock, random, revokerRoleArns, keys }
  return summarise(await sweep(assemblePorts(parts)))
}

function summarise(report: SweepReport): SweepSummary {
  const failures = [
    ...report.failed.map(({ id, error }) => `${id}: ${error.code}`),
    ...report.denials.flatMap(({ target, error }) =>
      error === undefined ? [] : [`${target.arn}: ${error.code}`],
    ),
    ...report.keys.flatMap((reconciled) =>
      'error' in reconciled ? [`${reconciled.place}: ${reconciled.error.code}`] : [],
    ),
  ]
  if (failures.length > 0) {
    throw new Error(`${failures.length} not taken back: ${failures.slice(0, 20).join(', ')}`)
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
