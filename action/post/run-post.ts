import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { EndResult } from '../../core/lease/end-lease.ts'
import { revoke } from '../../core/revoke.ts'
import { type Connected, connect } from '../connection/connect.ts'
import { errorLine } from '../runner/error-text.ts'
import { timestamp } from '../export/outputs.ts'
import { restored } from '../export/variables.ts'
import { parseArn } from '../../core/arn.ts'
import type { Connection } from '../connection/connection.ts'
import { nextChance } from './next-chance.ts'
import { removeSections } from '../profile/profiles.ts'
import { closeRefresh, removeRefresh } from '../refresh/close-refresh.ts'
import type { Runner } from '../runner/runner.ts'
import { type SavedLease, type SavedState, parseSavedState } from '../saved/saved-state.ts'
import { type Stop, hearStop } from '../runner/stop.ts'
import { type Ending, summaryTable } from './summary.ts'

/** How long post tries; all posts of a cancelled job share less than five minutes. */
const POST_SECONDS = 20

/**
 * The post step: takes back what main issued and puts back what it changed, from the saved state alone. Never throws
 * and never fails the job; what could not be done is a warning. Safe to run twice.
 *
 * @param seal - makes the process see these `AWS_*` variables and no others.
 */
export async function runPost(
  runner: Runner,
  seal: (variables: Readonly<Record<string, string>>) => void,
): Promise<void> {
  // Main failed before it made anything, or never ran.
  const text = runner.saved()
  if (text === '') return
  const stop = hearStop(runner)
  stop.begin(POST_SECONDS)
  try {
    const saved = parseSavedState(text)
    if (saved.maskAccountId) maskAccountsOf(runner, saved)
    seal(saved.connection.variables)
    for (const [name, value] of Object.entries(restored(saved.variables, runner.env))) {
      runner.exportVariable(name, value)
    }
    await removeSections(runner, saved.profiles)
    const endings = await endAll(runner, await withRefreshed(runner, saved), stop)
    if (saved.refreshDirectory !== undefined) removeRefresh(saved.refreshDirectory)
    for (const ending of endings) tell(runner, ending)
    await runner.summarise(summaryTable(endings))
  } catch (error) {
    runner.warn(`post step: ${errorLine(error)}`)
  }
}

/** With the leases that profiles have made since. */
async function withRefreshed(runner: Runner, saved: SavedState): Promise<SavedState> {
  const { refreshDirectory, leases } = saved
  if (refreshDirectory === undefined) return saved
  const firsts = leases.map(({ id }) => id)
  const more = await closeRefresh(refreshDirectory, firsts, runner)
  const since = more.map((id) => ({ id, alias: undefined, arn: undefined, expiresAt: undefined }))
  return { ...saved, leases: [...leases, ...since] }
}

async function endAll(runner: Runner, saved: SavedState, stop: Stop): Promise<readonly Ending[]> {
  const { connection, leases } = saved
  if (saved.revoke === 'never')
    return leases.map((lease) => ({ lease, how: 'kept', why: 'revoke: never' }))
  if (connection.identity.kind === 'nobody') {
    const why = 'nobody may revoke it: give a broker-role-arn'
    return leases.map((lease) => ({ lease, how: 'kept', why }))
  }
  const connected = connect(connection, runner, stop.signal)
  connected.fetchAhead()
  void connected.signInAhead().then(async () => {
    // It is loaded while the store is waited for, and not when it is its turn.
    if (connection.revocation === 'immediate') await connected.clients.iam().catch(() => undefined)
  })
  return await Promise.all(
    leases.map(async (lease) => await endOne(connected, lease, stop, connection)),
  )
}

async function endOne(
  { ports }: Connected,
  lease: SavedLease,
  { signal, patienceEnds }: Stop,
  connection: Connection,
): Promise<Ending> {
  const late = patienceEnds.then(() => {
    throw new DaypassError('cancelled', 'AWS did not answer in time')
  })
  try {
    const result = await Promise.race([revoke(ports, lease.id, { signal }), late])
    return { lease, ...wordsFor(result) }
  } catch (error) {
    if (isDaypassError(error, 'lease-not-found')) return { lease, how: 'never issued', why: '' }
    const next = await nextChance(ports, connection, lease, late)
    return { lease, how: 'not revoked', why: `${errorLine(error)}; ${next}` }
  }
}

function wordsFor(result: EndResult): Pick<Ending, 'how' | 'why' | 'at'> {
  switch (result.status) {
    case 'revoked':
      return { how: 'revoked', why: '', at: result.at }
    case 'ended':
      return {
        how: result.outcome === 'never-issued' ? 'never issued' : 'ended',
        why: '',
        at: result.at,
      }
    case 'pending':
      return { how: 'pending', why: result.reason }
    case 'ends_at':
      return { how: 'kept', why: result.reason }
  }
}

function tell(runner: Runner, { lease, how, why, at }: Ending): void {
  const ends = lease.expiresAt === undefined ? '' : ` until ${timestamp(lease.expiresAt)}`
  switch (how) {
    case 'revoked':
    case 'ended':
      runner.say(`lease ${lease.id} ${how}${at === undefined ? '' : ` at ${timestamp(at)}`}`)
      break
    case 'never issued':
      runner.say(`lease ${lease.id} was never issued`)
      break
    case 'pending':
      runner.say(`lease ${lease.id} is not revoked yet: ${why}`)
      break
    case 'kept':
      runner.say(`lease ${lease.id} works${ends}: ${why}`)
      break
    case 'not revoked':
      runner.warn(
        lease.expiresAt === undefined
          ? `whether lease ${lease.id} was issued could not be found out: ${why}`
          : `lease ${lease.id} was not revoked and may work${ends}: ${why}`,
      )
  }
}

function maskAccountsOf(runner: Runner, { leases }: SavedState): void {
  for (const { arn } of leases) {
    const account = parseArn(arn ?? '')?.account ?? ''
    if (account !== '') runner.mask(account)
  }
}
