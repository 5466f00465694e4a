import type { AwsClients } from '../../aws/clients/clients.ts'
import { withDeadline } from '../../core/deadline.ts'
import { isDaypassError } from '../../core/errors.ts'
import { cureOf } from '../../core/reason.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import type { StoreFinding } from '../../state/objects.ts'
import { examineStore } from '../../state/doctor.ts'
import { connectAws, connectRoles, connectSession } from '../connect.ts'
import { CURES } from '../cures.ts'
import { describe } from '../error-text.ts'
import { leaseAtHand } from '../credentials/own-or-leased.ts'
import { ownCredentials } from '../../assembly/own-credentials.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'
import { ROLES_IN_STATE } from '../../assembly/settings.ts'
import { problemLine } from '../printing/reporter.ts'
import { defined } from '../../core/language/defined.ts'

/** Requests are signed with the time: AWS refuses those that are off by more than this. */
const SKEW_MAX_SECONDS = 300
const SKEW_NOTABLE_SECONDS = 10
const DATE_TIMEOUT_MS = 5000

/** Checks the state: its URL, and whether it can be trusted with leases. */
export async function checkState(session: Session): Promise<readonly StoreFinding[]> {
  const { state } = session.settings
  try {
    const { objects } = (await connectSession(session)).state
    const found = await examineStore(objects, session.context.random)
    return [{ name: 'state', status: 'ok', detail: state }, ...found.map(withCure)]
  } catch (error) {
    return [failed('state', error)]
  }
}

/** A finding of the store, with its cure in the words of the command. */
function withCure({ cure: hint, reason, ...finding }: StoreFinding): StoreFinding {
  return { ...finding, ...defined({ cure: cureOf(CURES, { reason, hint }) }) }
}

/** Checks whose credentials daypass runs with, and in which region. */
export async function checkAws(session: Session): Promise<readonly StoreFinding[]> {
  const name = 'AWS credentials'
  try {
    const clients = await connectAws(session)
    const { isSession } = await ownCredentials(await clients.sts(), session.settings.awsProfile)
    const [{ arn }, region] = await Promise.all([callerIdentity(clients), regionOf(clients)])
    return [
      { name, status: 'ok', detail: `${arn} (${kindOf(session, isSession)})` },
      ...(isSession ? [SESSION_LIMITS] : []),
      { name: 'AWS region', status: 'ok', detail: region },
    ]
  } catch (error) {
    return [failed(name, error)]
  }
}

function kindOf({ context, settings }: Session, isSession: boolean): string {
  const lease = leaseAtHand(context, settings)
  if (lease !== undefined) return `of lease ${lease}: name daypass's own profile with --aws-profile`
  return isSession ? 'a session' : 'a long-term key'
}

const SESSION_LIMITS: StoreFinding = {
  name: 'credential types',
  status: 'unknown',
  detail:
    'with a session AWS refuses federation_token and session_token, and caps assumed_role at 1h',
  cure: 'for those types run daypass with the long-term key of an IAM user',
}

async function regionOf(clients: AwsClients): Promise<string> {
  return await (await clients.sts()).config.region()
}

/** Checks that every role can be read. */
export async function checkRoles(session: Session): Promise<readonly StoreFinding[]> {
  const { roles, rolesChosen } = session.settings
  const where = roles === ROLES_IN_STATE ? 'the state' : roles
  const none: StoreFinding = {
    name: 'roles',
    status: 'unknown',
    detail: `none in ${where}`,
    cure: 'name their directory with --roles or DAYPASS_ROLES',
  }
  try {
    const found = await (await connectRoles(session)).list()
    if (found.length > 0)
      return [{ name: 'roles', status: 'ok', detail: `${count(found.length, 'role')} in ${where}` }]
    return [none]
  } catch (error) {
    // Nobody said that there are any.
    if (!rolesChosen && isDaypassError(error, 'role-not-found')) return [none]
    return [failed('roles', error)]
  }
}

/** Compares the clock with that of AWS, or of the endpoint that stands for it. */
export async function checkClock({ context, settings }: Session): Promise<readonly StoreFinding[]> {
  const name = 'clock'
  const endpoint = endpointOf(context.env, settings.region)
  const theirs = await withDeadline(context.clock, { milliseconds: DATE_TIMEOUT_MS }, (signal) =>
    dateOf(endpoint, signal),
  )
  if (theirs === undefined)
    return [{ name, status: 'unknown', detail: 'AWS could not be asked for the time' }]
  const seconds = Math.round((context.clock.now().getTime() - theirs) / 1000)
  const detail =
    Math.abs(seconds) <= 2 ? 'right' : `${Math.abs(seconds)} s ${seconds > 0 ? 'fast' : 'slow'}`
  if (Math.abs(seconds) < SKEW_NOTABLE_SECONDS) return [{ name, status: 'ok', detail }]
  const cure = `set the clock (NTP): leases end at the wrong time, and AWS refuses requests from ${SKEW_MAX_SECONDS} s on`
  return [{ name, status: 'failed', detail, cure }]
}

function endpointOf(env: Session['context']['env'], region: string | undefined): string {
  const custom = [env['AWS_ENDPOINT_URL_STS'], env['AWS_ENDPOINT_URL']].find(
    (url) => (url ?? '') !== '',
  )
  if (custom !== undefined) return custom
  if (region === undefined) return 'https://sts.amazonaws.com'
  return `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

async function dateOf(url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const reply = await fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    const date = Date.parse(reply.headers.get('date') ?? '')
    return Number.isNaN(date) ? undefined : date
  } catch {
    return undefined
  }
}

function failed(name: string, error: unknown): StoreFinding {
  const { message, hint, problems } = describe(error)
  const [first, ...others] = problems.map(problemLine)
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const detail = first === undefined ? message : `${message}: ${first}${more}`
  return { name, status: 'failed', detail, ...defined({ cure: hint }) }
}
