import { sweep } from '../../core/sweep.ts'
import type { Connect } from '../connection/connect.ts'
import { annotate } from '../runner/error-text.ts'
import { inputReader } from '../inputs/input-reader.ts'
import { type Working, readWorking, stepDuration } from '../inputs/settings.ts'
import { maskSecrets } from '../connection/mask-secrets.ts'
import { connectionFor } from '../connection/prepare.ts'
import type { Runner } from '../runner/runner.ts'
import { EXIT_OF_SIGNAL, describeOvertime, listenForStop } from '../runner/stop.ts'
import { report } from './report.ts'
import { warnOfSkew } from '../runner/warn-of-skew.ts'

/** The inputs of the sweep, read. */
interface SweepSettings extends Working {
  readonly state: string
  readonly failWhenStuck: boolean
  readonly timeoutSeconds: number
}

/** How long a sweep may take where nobody says. */
const TIMEOUT_SECONDS = 600

/**
 * The sweep step: ends what is due, once, and says what it did. Answers the exit code; never throws. What is not
 * in order after it fails the step, and is tried again by the next sweep.
 */
export async function runSweep(runner: Runner, connect: Connect): Promise<number> {
  const stop = listenForStop(runner)
  const work = async () => {
    try {
      const settings = readSweepSettings(runner)
      stop.begin(settings.timeoutSeconds)
      maskSecrets(runner, settings)
      const connected = connect(connectionFor(settings, runner), stop.signal)
      stop.watch(connected.waitingFor)
      connected.fetchAhead()
      void connected.signInAhead()
      const { ports } = connected
      const swept = await sweep(ports, { signal: stop.signal })
      warnOfSkew(runner, ports.clock)
      return await report(runner, swept, settings.failWhenStuck)
    } catch (error) {
      annotate(runner, error, 'the next sweep goes on')
      return 1
    }
  }
  const tooLate = () => {
    const overtime = stop.overtime()
    const why = overtime === undefined ? '' : `, input timeout: ${describeOvertime(overtime)}`
    runner.fail(`stopped before it was done${why}: the next sweep goes on`, 'daypass: Stopped')
    return 1
  }
  const code = await Promise.race([work(), stop.graceEnds.then(tooLate)])
  const by = stop.by()
  return by === undefined ? code : EXIT_OF_SIGNAL[by]
}

function readSweepSettings(runner: Pick<Runner, 'input' | 'env'>): SweepSettings {
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
    failWhenStuck: read.flag('fail-when-stuck', true),
    timeoutSeconds:
      read.parsed('timeout', stepDuration, 'a duration like 600 or 10m, of a day at the most') ??
      TIMEOUT_SECONDS,
  }
  read.end()
  return settings
}
