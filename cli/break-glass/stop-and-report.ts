import type { Connection } from '../../assembly/connect.ts'
import {
  liftStop,
  momentOfStop,
  outlast,
  stopSessions,
} from '../../core/break-glass/stop-sessions.ts'
import { timestamp } from '../../core/clock.ts'
import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { inParallel } from '../../core/language/in-parallel.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { type BreakGlassEvent, recordBreakGlass } from '../../state/break-glass-trail.ts'
import { forgetCached } from '../credential-process/forget-cached.ts'
import { describe } from '../error-text.ts'
import { holderOf } from '../leases/holder.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import type { Targets } from './find-targets.ts'
import type { KnownLeases } from './live-leases.ts'

const AT_ONCE = 8

/** What to do, and with what. */
export interface StopJob {
  readonly targets: Targets
  readonly known: KnownLeases
  readonly lifts: boolean
  readonly signal: AbortSignal
}

interface Outcome {
  readonly target: string
  readonly status: 'stopped' | 'lifted' | 'nothing-to-lift' | 'failed'
  readonly before?: Date
  readonly error?: DaypassError
}

/** One thing to be done in IAM. */
interface Deed {
  readonly target: string
  readonly before?: Date | undefined
  readonly run: () => Promise<Exclude<Outcome['status'], 'failed'>>
}

/**
 * Stops or lifts, prints what came of each, and writes it into the audit trail afterwards: nothing waits for the store. One
 * that fails does not stop the others. Ends when nobody can take what comes next for stopped.
 */
export async function stopAndReport(
  session: Session,
  connection: Connection,
  job: StopJob,
): Promise<number> {
  const { breakGlass } = connection
  const { signal, lifts, targets } = job
  if (!lifts) forgetCached(session.context, () => true)
  const isTimed = !lifts && targets.carriers.length > 0
  const before = isTimed ? await momentOfStop(breakGlass, { signal }) : undefined
  const outcomes: Outcome[] = []
  await inParallel(deedsOf(connection, job, before), AT_ONCE, async (deed) => {
    const outcome = await outcomeOf(deed, signal)
    outcomes.push(outcome)
    if (!session.settings.json) await say(session, outcome)
  })
  if (session.settings.json) await session.context.stdout.write(jsonText(document(outcomes)))
  await record(session, connection, job, outcomes)
  if (before !== undefined) await outlast(breakGlass, before, { signal })
  const errors = outcomes.flatMap(({ error }) => error ?? [])
  const [first] = errors
  if (first === undefined) return EXIT.ok
  return outcomes.length === 1 ? describe(first).exit : EXIT.partial
}

function deedsOf(
  { breakGlass }: Connection,
  { targets, lifts, signal }: StopJob,
  before: Date | undefined,
): readonly Deed[] {
  const carriers = targets.carriers.map((carrier): Deed => {
    if (before === undefined) {
      const run = async () =>
        (await liftStop(breakGlass, carrier, { signal })) > 0 ? 'lifted' : 'nothing-to-lift'
      return { target: carrier.arn, run }
    }
    const run = async () => {
      await stopSessions(breakGlass, carrier, { before, signal })
      return 'stopped' as const
    }
    return { target: carrier.arn, before, run }
  })
  const { users } = breakGlass
  const switched = targets.users.map((user): Deed => {
    const run = async () => {
      if (lifts) return (await users.on(user, { signal })) ? 'lifted' : 'nothing-to-lift'
      await users.off(user, { signal })
      return 'stopped'
    }
    return { target: `user ${user.userName}`, run }
  })
  return [...carriers, ...switched]
}

async function outcomeOf({ target, before, run }: Deed, signal: AbortSignal): Promise<Outcome> {
  const when = before === undefined ? {} : { before }
  try {
    return { target, ...when, status: await run() }
  } catch (error) {
    if (!isDaypassError(error) || signal.aborted) throw error
    return { target, ...when, status: 'failed', error }
  }
}

const WORDS: Readonly<Record<Exclude<Outcome['status'], 'failed'>, string>> = {
  stopped: 'stopped',
  lifted: 'lifted: what has not ended works again',
  'nothing-to-lift': 'has nothing to lift, as far as IAM shows yet',
}

async function say({ context, reporter }: Session, outcome: Outcome): Promise<void> {
  const { target, status, before, error } = outcome
  if (status !== 'failed') {
    const since = before === undefined ? '' : `: every session issued before ${timestamp(before)}`
    await context.stdout.write(`${oneLine(`${target} ${WORDS[status]}${since}`)}\n`)
  } else if (error !== undefined) {
    const described = describe(error)
    await reporter.fail({ ...described, message: `${target}: ${described.message}` }, error)
  }
}

function document(outcomes: readonly Outcome[]): unknown {
  return {
    targets: outcomes.map(({ target, status, before, error }) => ({
      target,
      status,
      ...(before === undefined ? {} : { issued_before: timestamp(before) }),
      ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
    })),
  }
}

async function record(
  { context, clock, reporter }: Session,
  { state }: Connection,
  { known, lifts }: StopJob,
  outcomes: readonly Outcome[],
): Promise<void> {
  let unwritten = known.error
  for (const { target, status, before, error } of outcomes) {
    if (unwritten !== undefined) break
    if (status === 'nothing-to-lift') continue
    const event: BreakGlassEvent = {
      name: lifts ? 'lifted' : 'stopped',
      at: clock.now(),
      target,
      holder: holderOf(context),
      ...(before === undefined ? {} : { before }),
      ...(error === undefined ? {} : { error: error.code }),
    }
    try {
      await recordBreakGlass(state.objects, event)
    } catch (failure) {
      if (!isDaypassError(failure)) throw failure
      unwritten = failure
    }
  }
  if (unwritten !== undefined)
    await reporter.warn(`the audit trail does not have it, CloudTrail does: ${unwritten.message}`)
}
