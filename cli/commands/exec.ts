import { issue } from '../../core/issue.ts'
import { warnOfSurvivor } from '../leases/warn-of-survivor.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { Ports } from '../../core/ports.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import { connectIssuing } from '../connect.ts'
import { type IssuedText, revealIssued } from '../credentials/issued.ts'
import { type Variables, credentialVariables } from '../credentials/variables.ts'
import { withoutOtherWays } from '../credentials/other-ways.ts'
import { keepRenewed } from '../leases/keep-renewed.ts'
import { maskInLog } from '../credentials/mask-secrets.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import { type Running, refuseProgram, startProgram } from '../process/run-program.ts'
import type { Session } from '../session.ts'
import { hearStop, inGoodOrder, refuseStopped } from '../process/stop.ts'
import { takeBack } from '../leases/take-back.ts'

/** Options of `exec`. */
export interface ExecFlags extends RequestFlags {
  readonly leaveIdentity?: boolean
}

/**
 * Runs a command with credentials of its own and revokes them when it ends, however it ends. Killed with
 * SIGKILL, daypass leaves a lease that the sweep ends in its time.
 */
export async function execCommand(
  session: Session,
  role: string,
  words: readonly string[],
  flags: ExecFlags,
): Promise<number> {
  const refused = await refuseProgram(session, words[0] ?? '')
  if (refused !== undefined) return refused
  const request = await readRequest(session, role, flags)
  const { leaveIdentity = false } = flags
  const ports = await connectIssuing(session, request.role)
  const begun = await inGoodOrder(session, (signal) =>
    begin(session, ports, { request, words, signal, leaveIdentity }),
  )
  return 'stopped' in begun ? begun.stopped : await finish(session, ports, begun)
}

interface Begun {
  readonly lease: ActiveLease
  readonly running: Running
}

interface Order {
  readonly request: IssueRequest
  readonly words: readonly string[]
  readonly signal: AbortSignal
  /** Whether the command keeps the other ways to credentials. */
  readonly leaveIdentity: boolean
}

/** Issues and starts the command. From then on stop signals are the command's. */
async function begin(
  session: Session,
  ports: Ports,
  { request, words, signal, leaveIdentity }: Order,
): Promise<Begun> {
  const work = () => issue(ports, request, { signal })
  const issuance = await session.reporter.during(`issuing ${request.role.name}`, work)
  await warnOfSurvivor(session, issuance.lease)
  const issued = revealIssued(issuance)
  await maskInLog(session, issued)
  if (signal.aborted) await takeBack(session, ports, issuance.lease.id)
  refuseStopped(signal, 'stopped before the command was started')
  return {
    lease: issuance.lease,
    running: startProgram(session, words, variablesFor(session, issued, leaveIdentity)),
  }
}

/** Waits for the command, renews the lease meanwhile, and takes it back. */
async function finish(session: Session, ports: Ports, { lease, running }: Begun): Promise<number> {
  const renewing = new AbortController()
  const renewed = keepRenewed(ports, lease, session.reporter, renewing.signal)
  const code = await running.ended
  const stop = hearStop(session)
  running.release()
  renewing.abort()
  try {
    await renewed
    await session.reporter.during(`revoking ${lease.id}`, () => takeBack(session, ports, lease.id))
  } finally {
    stop.release()
  }
  return code
}

/** An end that moves must not be passed on. */
function variablesFor(
  { context, settings }: Session,
  issued: IssuedText,
  leaveIdentity: boolean,
): Variables {
  const { region } = settings
  const ours = region === undefined || region === context.env['AWS_REGION']
  return {
    ...withoutOtherWays(leaveIdentity),
    ...credentialVariables(issued, settings.awsProfile),
    ...(issued.renewable ? { AWS_SESSION_EXPIRATION: undefined } : {}),
    ...(ours ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  }
}
