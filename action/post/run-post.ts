import { parseArn } from '../../core/arn.ts'
import type { Connect } from '../connection/connect.ts'
import { parsePostState } from '../post-state/post-state-document.ts'
import type { PostLease, PostState } from '../post-state/post-state.ts'
import { begunLeases, closeRefresh } from '../refresh/close-refresh.ts'
import type { Runner } from '../runner/runner.ts'
import { type StepStop, listenForStop } from '../runner/stop.ts'
import { warnOfSkew } from '../runner/warn-of-skew.ts'
import { type Attempts, newAttempts } from './attempts.ts'
import { putBack } from './put-back.ts'
import { type Ending, logEnding, summaryOf } from './report.ts'
import { type Revoke, revokeEach } from './revoke-each.ts'

/** How long post tries; all posts of a cancelled job share less than five minutes. */
const POST_SECONDS = 20

/**
 * The post step: takes back what main issued and puts back what it changed, from the post state alone. Revocation comes
 * first, and every lease that main saved is reported; nothing that fails stops anything else. Never throws and never
 * fails the job; what could not be done is a warning. Safe to run twice.
 *
 * @param connect - connects as main did, whatever this process's environment says.
 */
export async function runPost(runner: Runner, connect: Connect): Promise<void> {
  const stop = listenForStop(runner)
  stop.begin(POST_SECONDS)
  const attempts = newAttempts()
  const state = await attempts.attempt(
    'what this step issued is not known, so it is not revoked and works until it ends: the saved state cannot be read',
    () => savedState(runner),
  )
  if (state !== undefined) await endAll(state, { runner, attempts, connect, stop })
  for (const failure of attempts.failures) {
    try {
      runner.warn(`post step: ${failure}`)
    } catch {
      // Nowhere is left to say it.
    }
  }
}

/** Undefined where main failed before it made anything, or never ran. */
function savedState(runner: Pick<Runner, 'saved'>): PostState | undefined {
  const text = runner.saved()
  return text === '' ? undefined : parsePostState(text)
}

interface Given {
  readonly runner: Runner
  readonly attempts: Attempts
}

async function endAll(
  state: PostState,
  of: Given & { readonly connect: Connect; readonly stop: StepStop },
): Promise<void> {
  const { runner, attempts } = of
  const { attempt } = attempts
  const { revoke, clock } = revokeEach(state, of)
  const lists = await Promise.all([revoke(state.leases), revokeRefreshed(state, of, revoke)])
  const endings = lists.flat()
  await reportAll(state, endings, of)
  if (clock !== undefined)
    await attempt('a clock that is wrong could not be reported', () => {
      warnOfSkew(runner, clock)
    })
  await putBack(state, runner, attempts)
  await attempt('the summary could not be written', () => runner.summarise(summaryOf(endings)))
}

async function reportAll(
  { maskAccountId }: PostState,
  endings: readonly Ending[],
  { runner, attempts: { attempt } }: Given,
): Promise<void> {
  for (const ending of endings) {
    const account = maskAccountId ? (parseArn(ending.lease.arn ?? '')?.account ?? '') : ''
    if (account !== '')
      await attempt('the account is not masked', () => {
        runner.mask(account)
      })
  }
  for (const ending of endings)
    await attempt(`lease ${ending.lease.id} ${ending.how}, which could not be logged`, () => {
      logEnding(runner, ending)
    })
}

/** Ends the refreshing of profiles, and revokes what they have made since main. */
async function revokeRefreshed(
  { refreshDirectory, leases }: PostState,
  { runner, attempts }: Given,
  revoke: Revoke,
): Promise<readonly Ending[]> {
  if (refreshDirectory === undefined) return []
  const { attempt, note } = attempts
  await attempt('profiles that refresh themselves could not be stopped', async () => {
    await closeRefresh(
      refreshDirectory,
      leases.map(({ id }) => id),
      runner,
    )
  })
  const unknown = 'what refreshing profiles have issued since is not known, and works until it ends'
  const begun = await attempt(unknown, () => begunLeases(refreshDirectory))
  const isHandedOver = leases.some(({ expiresAt }) => expiresAt !== undefined)
  if (begun === 'gone' && isHandedOver) note(`${unknown}: ${refreshDirectory} is gone`)
  if (begun === undefined || begun === 'gone') return []
  return await revoke(begun.map(leaseOf))
}

function leaseOf(id: PostLease['id']): PostLease {
  return { id, alias: undefined, arn: undefined, expiresAt: undefined }
}
