import { randomBytes } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { connect } from '../../assembly/connect.ts'
import { type Environment, readSettings } from '../../assembly/settings.ts'
import type { Agents } from '../../aws/clients/clients.ts'
import { systemClock } from '../../core/clock.ts'
import { type HearingClock, describeSkew, serverClock } from '../../core/server-clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { troubleIn } from '../../core/sweep-trouble.ts'
import { defined } from '../../core/language/defined.ts'
import { countRequests } from './count-requests.ts'
import { logLine } from './error-text.ts'
import { type SweepSummary, runLine, summarise } from './run-line.ts'

/** One run of the function. */
export interface Run {
  /** How long it may take; without an end when absent. */
  readonly milliseconds?: number | undefined
  /** Takes the line of the run's log. */
  readonly write: (line: string) => void
}

/**
 * Before its time is over, a sweep begins no further lease, then stops what it is at, and then is waited for a little while no
 * longer.
 */
const SPARE_MILLISECONDS = { lastCall: 60_000, stops: 20_000, waits: 5000 }

/** As many connections as the SDK has by itself. */
const CONNECTIONS = { keepAlive: true, maxSockets: 50 }

/**
 * Sweeps the state of `DAYPASS_STATE`, with `DAYPASS_REVOKER_ROLE_ARNS` for other accounts and `DAYPASS_RECIPIENT` to rotate
 * keys that are kept there. Any number of sweeps may run side by side, and each may die at any moment. Every run writes one line
 * of JSON, also when its time is over, and leaves no connection.
 *
 * @throws when something could not be taken back, or the time did not suffice, so that the function counts as failed; the
 * next sweep tries again.
 */
export async function sweepOnce(env: Environment, run: Run): Promise<SweepSummary> {
  const beganMs = systemClock.elapsedMs()
  const requests = countRequests()
  const clock = serverClock(systemClock)
  const agents = { httpAgent: new HttpAgent(CONNECTIONS), httpsAgent: new HttpsAgent(CONNECTIONS) }
  let report: SweepReport | undefined
  const failures: string[] = []
  try {
    report = await sweepWithin({ env, agents, clock }, run)
    failures.push(...troubleIn(report).map(troubleLine))
    if (failures.length > 0) {
      throw new Error(`${failures.length} not in order: ${failures.slice(0, 20).join('; ')}`)
    }
    return summarise(report)
  } catch (cause) {
    // All that Lambda writes to the log of an error is its message.
    const line = isDaypassError(cause) ? logLine(cause) : String(cause)
    if (failures.length === 0) failures.push(line)
    throw isDaypassError(cause) ? new DaypassError(cause.code, line, { cause }) : cause
  } finally {
    agents.httpAgent.destroy()
    agents.httpsAgent.destroy()
    const milliseconds = Math.round(systemClock.elapsedMs() - beganMs)
    const skew = describeSkew(clock)
    run.write(runLine(report, { requests: requests.end(), milliseconds, skew, failures }))
  }
}

interface Surroundings {
  readonly env: Environment
  readonly agents: Agents
  readonly clock: HearingClock
}

function troubleLine({ subject, message, error }: ReturnType<typeof troubleIn>[number]): string {
  const why = error === undefined ? [] : [logLine(error)]
  return [`${subject} ${message}`, ...why].join(': ')
}

async function sweepWithin(
  surroundings: Surroundings,
  { milliseconds }: Run,
): Promise<SweepReport> {
  if (milliseconds === undefined) return await sweepAsSaid(surroundings, {})
  const { lastCall, stops, waits } = SPARE_MILLISECONDS
  const before = (spare: number): number => Math.max(0, milliseconds - spare)
  const cancels: (() => void)[] = []
  const at = (spare: number, ring: () => void): void => {
    cancels.push(systemClock.alarm(before(spare), ring))
  }
  const call = new AbortController()
  at(lastCall, () => {
    call.abort()
  })
  const late = new Promise<never>((_, reject) => {
    at(waits, () => {
      reject(timeOver())
    })
  })
  const inTime = { milliseconds: before(stops) }
  const swept = withDeadline(systemClock, inTime, async (signal) => {
    const report = await sweepAsSaid(surroundings, { signal, lastCall: call.signal })
    if (signal.aborted) throw timeOver()
    return report
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

async function sweepAsSaid(
  { env, agents, clock }: Surroundings,
  ends: { readonly signal?: AbortSignal; readonly lastCall?: AbortSignal },
): Promise<SweepReport> {
  const { settings, refusals } = readSettings(() => undefined, env)
  if (refusals.length > 0) {
    const said = refusals.map(
      ({ variable = '', message, cure }) => `${variable}: ${message}: ${cure}`,
    )
    throw new Error(said.join('; '))
  }
  const { ports } = connect(
    { ...settings, state: settings.state ?? '' },
    { config: { agents, ...defined({ region: settings.region }) } },
    { env, directory: '/', clock, random: randomBytes },
  )
  return await sweep(ports, ends)
}
