import { parseArn } from '../../core/arn.ts'
import type { Connect } from '../connection/connect.ts'
import { restoredVariables } from '../export/variables.ts'
import { parsePostState } from '../post-state/post-state-document.ts'
import type { PostLease, PostState } from '../post-state/post-state.ts'
import { removeSections } from '../profile/edit-aws-files.ts'
import { closeRefresh, removeRefresh } from '../refresh/close-refresh.ts'
import { errorLine } from '../runner/error-text.ts'
import type { Runner } from '../runner/runner.ts'
import { type StepStop, listenForStop } from '../runner/stop.ts'
import { type Ending, report } from './report.ts'
import { revokeLease } from './revoke-lease.ts'
import { warnOfSkew } from '../runner/warn-of-skew.ts'

/** How long post tries; all posts of a cancelled job share less than five minutes. */
const POST_SECONDS = 20

/**
 * The post step: takes back what main issued and puts back what it changed, from the post state alone. Never throws
 * and never fails the job; what could not be done is a warning. Safe to run twice.
 *
 * @param connect - connects as main did, whatever this process's environment says.
 */
export async function runPost(runner: Runner, connect: Connect): Promise<void> {
  // Main failed before it made anything, or never ran.
  const text = runner.saved()
  if (text === '') return
  const stop = listenForStop(runner)
  stop.begin(POST_SECONDS)
  try {
    const state = parsePostState(text)
    if (state.maskAccountId) maskAccounts(runner, state.leases)
    const restored = restoredVariables(state.variables, runner.env)
    for (const [name, value] of Object.entries(restored)) runner.exportVariable(name, value)
    await removeSections(runner, state.profiles)
    const leases = [...state.leases, ...(await refreshedLeases(state, runner))]
    const endings = await revokeAll({ ...state, leases }, stop, { runner, connect })
    if (state.refreshDirectory !== undefined) removeRefresh(state.refreshDirectory)
    await report(runner, endings)
  } catch (error) {
    runner.warn(`post step: ${errorLine(error)}`)
  }
}

function maskAccounts(runner: Pick<Runner, 'mask'>, leases: readonly PostLease[]): void {
  for (const { arn } of leases) {
    const account = parseArn(arn ?? '')?.account ?? ''
    if (account !== '') runner.mask(account)
  }
}

/** The leases that profiles have made since main. They make no more. */
async function refreshedLeases(
  { refreshDirectory, leases }: PostState,
  ports: Pick<Runner, 'clock' | 'random'>,
): Promise<readonly PostLease[]> {
  if (refreshDirectory === undefined) return []
  const firstLeases = leases.map(({ id }) => id)
  const more = await closeRefresh(refreshDirectory, firstLeases, ports)
  return more.map((id) => ({ id, alias: undefined, arn: undefined, expiresAt: undefined }))
}

async function revokeAll(
  { connection, leases, revoke }: PostState,
  { signal, graceEnds }: StepStop,
  { runner, connect }: { readonly runner: Pick<Runner, 'warn'>; readonly connect: Connect },
): Promise<readonly Ending[]> {
  const kept = (why: string) => leases.map((lease): Ending => ({ lease, how: 'kept', why }))
  if (revoke === 'never') return kept('revoke: never')
  if (connection.identity.kind === 'nobody')
    return kept('nobody may revoke it: give a broker-role-arn')
  const connected = connect(connection, signal)
  connected.fetchAhead()
  void connected.signInAhead().then(async () => {
    // It is loaded while the store is waited for, and not when it is its turn.
    if (connection.revocation === 'immediate') await connected.clients.iam().catch(() => undefined)
  })
  const { state } = connection
  const endings = await Promise.all(
    leases.map(
      async (lease) => await revokeLease(connected.ports, lease, { state, signal, graceEnds }),
    ),
  )
  warnOfSkew(runner, connected.ports.clock)
  return endings
}
