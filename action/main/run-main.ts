import { githubHolder } from '../../core/lease/github-holder.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Role } from '../../core/role/role.ts'
import { roleFiles } from '../../role-files/role-files.ts'
import { type Connected, connect, dialectFor } from '../connection/connect.ts'
import type { Connection } from '../connection/connection.ts'
import { admitJob } from './admit-job.ts'
import { annotate } from '../runner/error-text.ts'
import { findRoles } from './find-roles.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { type Settings, readSettings } from '../inputs/settings.ts'
import { handOver } from './hand-over.ts'
import { leaveToPost } from '../saved/post-state.ts'
import { issueAll, takeBack } from './issue-all.ts'
import { maskAccounts, maskSources } from '../runner/mask.ts'
import { directoryFor, refuseProfiles } from './plan-profiles.ts'
import { type RefreshProgram, refuseSecretsForRefresh } from '../refresh/refuse-refresh.ts'
import { connectionFor } from '../connection/prepare.ts'
import { refuseDirect, sayCosts } from './refuse-direct.ts'
import { type ReadyRequest, readyRequests } from './requests.ts'
import type { Runner } from '../runner/runner.ts'
import type { SavedState } from '../saved/saved-state.ts'
import { EXIT_OF_SIGNAL, type Stop, hearStop } from '../runner/stop.ts'

/** One run of main. */
export interface Job {
  readonly runner: Runner
  readonly settings: Settings
  readonly connection: Connection
  readonly connected: Connected
  readonly stop: Stop
  /** What refreshes a profile. */
  readonly program: RefreshProgram
}

/**
 * The main step: issues what is asked for and hands it over. Answers the exit code; never throws. Nothing is handed
 * over before every check has passed. If the process dies at any moment, what it may have made is in the saved state
 * for post, and on the list of the sweep.
 */
export async function runMain(runner: Runner, program: RefreshProgram): Promise<number> {
  const stop = hearStop(runner)
  const work = main(runner, stop, program).then(
    () => 0,
    (error: unknown) => {
      annotate(runner, error)
      return 1
    },
  )
  const code = await Promise.race([work, stop.patienceEnds.then(() => tooLate(runner))])
  const by = stop.by()
  return by === undefined || code === 0 ? code : EXIT_OF_SIGNAL[by]
}

async function main(runner: Runner, stop: Stop, program: RefreshProgram): Promise<void> {
  const settings = readSettings((name) => runner.input(name), runner.env)
  stop.begin(settings.timeoutSeconds)
  maskSources(runner, settings)
  const connection = connectionFor(settings, runner)
  const connected = connect(connection, runner, stop.signal)
  if (settings.refresh) refuseSecretsForRefresh(connection)
  connected.fetchAhead()
  const job: Job = { runner, settings, connection, connected, stop, program }
  const requests = await requestsFor(job)
  void connected.signInAhead()
  const postState = leaveToPost(runner, intention(job, requests))
  const { ports } = connected
  const drop = (leases: readonly LeaseId[]): void => {
    postState.drop(leases)
  }
  const issued = await issueAll(ports, requests, { signal: stop.signal, onOver: drop })
  try {
    await handOver(job, { requests, issued, postState })
  } catch (error) {
    // Whatever fails between issuing and the end of the hand-over: the step has failed, and nobody may keep them.
    drop(await takeBack(ports, issued))
    throw error
  }
}

async function requestsFor(job: Job): Promise<readonly ReadyRequest[]> {
  const { runner, settings, connection } = job
  const { env, random, clock } = runner
  const roles = await rolesOf(job)
  refuseDirect(connection, roles)
  await admitJob(job.connected, roles)
  sayCosts(runner, connection, settings)
  refuseProfiles(job)
  if (settings.maskAccountId) maskAccounts(runner, connection, roles)
  const holder = githubHolder(env) ?? { kind: 'github' }
  const dialect = dialectFor(connection, env)
  const isDirect = connection.directToken !== undefined
  return await readyRequests(roles, settings, {
    holder,
    random,
    now: clock.now(),
    dialect,
    isDirect,
  })
}

async function rolesOf({ runner, settings, connection, connected }: Job): Promise<readonly Role[]> {
  const { roles, rolesFrom } = settings
  const fromState = rolesFrom === ROLES_IN_STATE
  const source = fromState
    ? connected.state.roles
    : roleFiles(rolesFrom, dialectFor(connection, runner.env))
  return await findRoles(source, roles, fromState ? 'the state' : rolesFrom)
}

/** What post has to know before anything is made. */
function intention(job: Job, requests: readonly ReadyRequest[]): SavedState {
  const { runner, settings, connection } = job
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
    refreshDirectory: settings.refresh ? directoryFor(runner, requests) : undefined,
  }
}

function tooLate(runner: Runner): number {
  runner.fail(
    'stopped before it was done: the post step revokes what was issued',
    'daypass: Stopped',
  )
  return 1
}
