import { issue } from '../../core/issue.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import type { Ports } from '../../core/ports.ts'
import { connectIssuing } from '../connect.ts'
import { maskInLog } from '../credentials/mask-secrets.ts'
import type { Variables } from '../credentials/variables.ts'
import { revealIssued } from '../credentials/issued.ts'
import { type LeaseLine, leaseLine } from '../exec/lease-line.ts'
import { readAssignments } from '../exec/read-assignments.ts'
import { type ServedWay, serveCredentials } from '../exec/serve-credentials.ts'
import { shellOf } from '../exec/shell-of.ts'
import { keyVariables } from '../exec/surroundings.ts'
import { keepRenewed } from '../leases/keep-renewed.ts'
import { type RequestFlags, readRequest } from '../leases/read-request.ts'
import { takeBack } from '../leases/take-back.ts'
import { warnOfIssue } from '../leases/warn-of-issue.ts'
import { type Running, refuseProgram, startProgram } from '../process/run-program.ts'
import { hearStop, inGoodOrder, refuseStopped } from '../process/stop.ts'
import type { Session } from '../session.ts'

/** Options of `exec`. */
export interface ExecFlags extends RequestFlags {
  readonly leaveIdentity?: boolean
  readonly env?: boolean
  readonly profile?: readonly string[]
}

/**
 * Runs a command, or a shell, with credentials of its own and revokes them when it ends, however it ends. As long as it runs
 * it gets the next ones from an endpoint, or with `--env` has those of one lease. Killed with SIGKILL, daypass leaves leases
 * that the sweep ends in their time.
 */
export async function execCommand(
  session: Session,
  role: string | undefined,
  words: readonly string[],
  flags: ExecFlags,
): Promise<number> {
  const { wanted, program } = readAssignments(role, words, flags)
  const command = program.length === 0 ? shellOf(session) : program
  const refused = await refuseProgram(session, command[0] ?? '')
  if (refused !== undefined) return refused
  const requests = new Map<string, IssueRequest>()
  for (const [name, of] of wanted) requests.set(name, await readRequest(session, of, flags))
  const [first] = requests.values()
  if (first === undefined) return 0
  const ports = await connectIssuing(session, first.role)
  const over = new AbortController()
  const work: Work = { session, ports, requests, flags, over }
  const begun = await inGoodOrder(session, (signal) => begin(work, command, signal))
  return 'stopped' in begun ? begun.stopped : await finish(work, begun)
}

interface Work {
  readonly session: Session
  readonly ports: Ports
  /** By the name of their profile; one without a profile has the role's. */
  readonly requests: ReadonlyMap<string, IssueRequest>
  readonly flags: ExecFlags
  /** Aborts when the command has ended. */
  readonly over: AbortController
}

interface Begun {
  readonly running: Running
  readonly lines: ReadonlyMap<string, LeaseLine>
  /** What goes on until the command has ended. */
  readonly meanwhile: readonly Promise<void>[]
  readonly served: ServedWay | undefined
}

/** Issues and starts the command. From then on stop signals are the command's. */
async function begin(work: Work, command: readonly string[], signal: AbortSignal): Promise<Begun> {
  const { session, over } = work
  const lines = new Map<string, LeaseLine>()
  try {
    const way = await open(work, lines, signal)
    refuseStopped(signal, 'stopped before the command was started')
    const running = startProgram(session, command, way.variables)
    const keepers = [...lines.values()].map((line) => line.keepReady())
    return { running, lines, meanwhile: way.meanwhile ?? keepers, served: way.served }
  } catch (error) {
    over.abort()
    await takeAllBack(work, lines)
    throw error
  }
}

interface OpenWay {
  readonly variables: Variables
  readonly served?: ServedWay
  /** Instead of keeping the next lease ready. */
  readonly meanwhile?: readonly Promise<void>[]
}

async function open(
  work: Work,
  lines: Map<string, LeaseLine>,
  signal: AbortSignal,
): Promise<OpenWay> {
  const { session, ports, requests, flags, over } = work
  const { reporter } = session
  for (const [name, request] of requests) {
    const issuing = () => issue(ports, request, { signal })
    const issuance = await reporter.during(`issuing ${request.role.name}`, issuing)
    const issued = async (each: typeof issuance) => {
      await warnOfIssue(session, ports, each.lease)
      await maskInLog(session, revealIssued(each))
    }
    const warn = async (text: string) => {
      await reporter.warn(text)
    }
    lines.set(name, leaseLine(ports, issuance, { request, signal: over.signal, issued, warn }))
    await issued(issuance)
    if (isByVariables(request, flags)) {
      const variables = keyVariables(session, revealIssued(issuance), flags)
      return { variables, meanwhile: [keepRenewed(ports, issuance.lease, reporter, over.signal)] }
    }
  }
  const served = await serveCredentials(session, lines, {
    hasProfiles: flags.profile !== undefined,
  })
  return { variables: served.variables, served }
}

/**
 * A user's key has no session token, without which botocore takes nothing from an endpoint, and an empty one of which other SDKs
 * send: it goes into variables, where it works until daypass deletes it. Other identities that are to stay go before an endpoint.
 */
function isByVariables({ role }: IssueRequest, flags: ExecFlags): boolean {
  if (flags.profile !== undefined) return false
  return flags.env === true || flags.leaveIdentity === true || role.credential_type === 'iam_user'
}

/** Waits for the command, and takes all leases back. */
async function finish(work: Work, { running, lines, meanwhile, served }: Begun): Promise<number> {
  const { session, over } = work
  const code = await running.ended
  const stop = hearStop(session)
  running.release()
  over.abort()
  try {
    await Promise.all(meanwhile)
    await takeAllBack(work, lines)
  } finally {
    served?.close()
    stop.release()
  }
  return code
}

async function takeAllBack(
  { session, ports }: Work,
  lines: ReadonlyMap<string, LeaseLine>,
): Promise<void> {
  const ids = [...lines.values()].flatMap((line) => line.ids)
  const what = ids.length === 1 ? (ids[0] ?? '') : `${ids.length} leases`
  if (ids.length === 0) return
  await session.reporter.during(`revoking ${what}`, async () => {
    for (const id of ids) await takeBack(session, ports, id)
  })
}
