import { issueCautions } from '../../core/issuance/issue-cautions.ts'
import type { Connect } from '../connection/connect.ts'
import { DaypassError } from '../../core/errors.ts'
import { maskSecrets } from '../connection/mask-secrets.ts'
import { connectionFor } from '../connection/prepare.ts'
import { readInputs } from '../inputs/settings.ts'
import { keepPostState } from '../post-state/keep-post-state.ts'
import type { PostState } from '../post-state/post-state.ts'
import { profilePlace } from '../profile/profile-place.ts'
import type { Refresh, RefreshProgram } from '../refresh/begin-refresh.ts'
import { refreshDirectory } from '../refresh/refresh-files.ts'
import { refuseSecrets } from '../refresh/refuse-secrets.ts'
import { annotate } from '../runner/error-text.ts'
import type { Runner } from '../runner/runner.ts'
import {
  EXIT_OF_SIGNAL,
  type Overtime,
  type StepStop,
  describeOvertime,
  listenForStop,
} from '../runner/stop.ts'
import { handOver } from './hand-over.ts'
import { issueAll, revokeIssued } from './issue-all.ts'
import type { Job } from './job.ts'
import type { ReadyRequest } from './make-requests.ts'
import { prepareRequests } from './prepare-requests.ts'
import { warnOfSkew } from '../runner/warn-of-skew.ts'

/** What main needs besides its runner. */
export interface MainParts {
  readonly connect: Connect
  /** What refreshes a profile. */
  readonly program: RefreshProgram
}

/**
 * The main step: issues what is asked for and hands it over. Answers the exit code; never throws. Nothing is handed
 * over before every check has passed. If the process dies at any moment, what it may have made is in the post state,
 * and on the list of the sweep.
 */
export async function runMain(runner: Runner, parts: MainParts): Promise<number> {
  const stop = listenForStop(runner)
  const work = main(runner, stop, parts).then(
    () => 0,
    (error: unknown) => {
      annotate(runner, reasonFor(error, stop.overtime()), POST_HINT)
      return 1
    },
  )
  const code = await Promise.race([
    work,
    stop.graceEnds.then(() => tooLate(runner, stop.overtime())),
  ])
  const by = stop.by()
  return by === undefined || code === 0 ? code : EXIT_OF_SIGNAL[by]
}

async function main(
  runner: Runner,
  stop: StepStop,
  { connect, program }: MainParts,
): Promise<void> {
  const settings = readInputs((name) => runner.input(name), runner.env)
  stop.begin(settings.timeoutSeconds)
  maskSecrets(runner, settings)
  const connection = connectionFor(settings, runner)
  const { signal } = stop
  const connected = connect({ ...connection, roles: settings.rolesFrom }, signal)
  stop.watch(connected.waitingFor)
  if (settings.refresh) refuseSecrets(connection)
  connected.fetchAhead()
  const job = { settings, connection, connected, place: profilePlace(runner) }
  const requests = await prepareRequests(job, runner)
  void connected.signInAhead()
  const refresh = settings.refresh ? await refreshOf(runner, requests, program) : undefined
  const postState = keepPostState(runner, intention(job, requests, refresh))
  const { ports } = connected
  const issued = await issueAll(ports, requests, { signal, onOver: postState.drop })
  warnOfSkew(runner, ports.clock)
  const cautions = issued.flatMap(({ lease }) => issueCautions(ports, lease))
  for (const detail of new Set(cautions.map((one) => one.detail))) runner.warn(detail)
  try {
    await handOver(job, { requests, issued, refresh, postState, signal }, runner)
  } catch (error) {
    // Whatever fails between issuing and the end of the hand-over: the step has failed, and nobody may keep them.
    postState.drop(await revokeIssued(ports, issued))
    throw error
  }
}

async function refreshOf(
  { env }: Pick<Runner, 'env'>,
  requests: readonly ReadyRequest[],
  program: RefreshProgram,
): Promise<Refresh> {
  const { planRefresh } = await import('../refresh/begin-refresh.ts')
  const leases = requests.map(({ id }) => id)
  return planRefresh(refreshDirectory(env, leases[0]), leases, program)
}

/** What post has to know before anything is made. */
function intention(
  { settings, connection }: Job,
  requests: readonly ReadyRequest[],
  refresh: Refresh | undefined,
): PostState {
  return {
    connection,
    revoke: settings.revoke,
    maskAccountId: settings.maskAccountId,
    leases: requests.map(({ id }, n) => ({
      id,
      alias: settings.roles[n]?.alias,
      arn: undefined,
      expiresAt: undefined,
    })),
    variables: [],
    profiles: [],
    refreshDirectory: refresh?.directory,
  }
}

const POST_HINT = 'the post step looks after it, and a sweep where the state is in a bucket'

/** When the time is over, what was waited for then is the reason, whatever came of it. */
function reasonFor(error: unknown, overtime: Overtime | undefined): unknown {
  const isOfWaiting =
    error instanceof DaypassError && /^cancelled$|-unavailable$|-unknown$/.test(error.code)
  if (overtime === undefined || !isOfWaiting) return error
  return new DaypassError('cancelled', `input timeout: ${describeOvertime(overtime)}`)
}

function tooLate(runner: Pick<Runner, 'fail'>, overtime: Overtime | undefined): number {
  const why =
    overtime === undefined
      ? 'stopped before it was done'
      : `input timeout: ${describeOvertime(overtime)}`
  runner.fail(`${why}: the post step revokes what was issued`, 'daypass: Stopped')
  return 1
}
