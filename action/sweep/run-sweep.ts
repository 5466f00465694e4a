import { DaypassError } from '../../core/errors.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import type { Connect } from '../connection/connect.ts'
import { annotate, errorLine } from '../runner/error-text.ts'
import { inputReader } from '../inputs/input-reader.ts'
import { type Working, positiveDuration, readWorking } from '../inputs/settings.ts'
import { maskSecrets } from '../connection/mask-secrets.ts'
import { connectionFor } from '../connection/prepare.ts'
import type { Runner } from '../runner/runner.ts'
import { EXIT_OF_SIGNAL, listenForStop } from '../runner/stop.ts'
import { sweepTable } from './sweep-table.ts'

/** The inputs of the sweep, read. */
interface SweepSettings extends Working {
  readonly state: string
  readonly failWhenStuck: boolean
  readonly timeoutSeconds: number
}

/** How long a sweep may take where nobody says. */
const TIMEOUT_SECONDS = 600

/**
 * The sweep step: ends what is due, once, and says what it did. Answers the exit code; never throws. Leases that could
 * not be ended are warnings, and stay on the list for the next sweep.
 */
export async function runSweep(runner: Runner, connect: Connect): Promise<number> {
  const stop = listenForStop(runner)
  const work = async () => {
    try {
      const settings = readSweepSettings(runner)
      stop.begin(settings.timeoutSeconds)
      maskSecrets(runner, settings)
      const connected = connect(connectionFor(settings, runner), stop.signal)
      connected.fetchAhead()
      void connected.signInAhead()
      const { ports } = connected
      return await tell(runner, settings, await sweep(ports, { signal: stop.signal }))
    } catch (error) {
      annotate(runner, error)
      return 1
    }
  }
  const code = await Promise.race([work(), stop.graceEnds.then(() => 1)])
  const by = stop.by()
  return by === undefined ? code : EXIT_OF_SIGNAL[by]
}

function readSweepSettings(runner: Runner): SweepSettings {
  const read = inputReader((name) => runner.input(name))
  const working = readWorking(read, runner.env)
  const { state } = working
  if (state === undefined) read.problem('state', 'it is missing: name the bucket to sweep')
  if (working.brokerRoleArn === undefined && working.tokenFile !== undefined)
    read.problem('broker-role-arn', 'it is missing: the token file is for taking it')
  const settings = {
    ...working,
    // A sweep has to be somebody: it takes no roles directly.
    direct: false,
    state: state ?? '',
    failWhenStuck: read.flag('fail-when-stuck', false),
    timeoutSeconds:
      read.parsed('timeout', positiveDuration, 'a duration like 600 or 10m') ?? TIMEOUT_SECONDS,
  }
  read.end()
  return settings
}

async function tell(
  runner: Runner,
  { failWhenStuck }: SweepSettings,
  report: SweepReport,
): Promise<number> {
  const { ended, failed, stuck } = report
  runner.setOutput('ended', String(ended.length))
  runner.setOutput('failed', String(failed.length))
  runner.setOutput('stuck', String(stuck.length))
  for (const { id, reason } of ended) runner.info(`lease ${id} ended: ${reason}`)
  for (const { id, error } of failed)
    runner.warn(`lease ${id} could not be ended and is tried again: ${errorLine(error)}`)
  runner.info(`${ended.length} ended, ${failed.length} failed, ${stuck.length} stuck`)
  await runner.summarise(sweepTable(report))
  if (stuck.length === 0) return 0
  const which = stuck.slice(0, 20).join(', ')
  const stuckError = new DaypassError(
    'outcome-unknown',
    `cannot be revoked again and again: ${which}`,
    {
      hint: 'mend what the warnings of this step say: every sweep tries them again',
    },
  )
  if (failWhenStuck) annotate(runner, stuckError)
  else runner.warn(errorLine(stuckError))
  return failWhenStuck ? 1 : 0
}
