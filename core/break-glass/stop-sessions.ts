import type { CallOptions } from '../call-options.ts'
import { secondsAfter, wholeSecond } from '../clock.ts'
import { DaypassError, isDaypassError } from '../errors.ts'
import { requireTime } from '../learn-time.ts'
import { parseArn } from '../arn.ts'
import type { DenyTarget } from '../revocation/deny-entry.ts'
import type { DenyKind } from '../revocation/ports.ts'
import { isStopName, stopDocument, stopName } from './break-glass-names.ts'
import { insist } from '../insist.ts'
import type { BreakGlassPorts } from './ports.ts'

/** What one hears of AWS's time may be so much behind: a `Date` has whole seconds. */
const HEARD_SECONDS = 1

/**
 * The second before which sessions are stopped, by AWS's time: not earlier than now, and at most two seconds later.
 *
 * @throws `aws-unavailable`, and what keeps AWS from answering.
 */
export async function momentOfStop(ports: BreakGlassPorts, options: CallOptions): Promise<Date> {
  return wholeSecond(secondsAfter(await requireTime(ports, options), HEARD_SECONDS))
}

/** Waits until whatever AWS issues is later than a moment, so that nobody takes what comes next for stopped. */
export async function outlast(
  { clock }: BreakGlassPorts,
  moment: Date,
  { signal }: CallOptions,
): Promise<void> {
  const milliseconds = secondsAfter(moment, HEARD_SECONDS).getTime() - clock.now().getTime()
  if (milliseconds > 0) await clock.sleep(milliseconds, signal)
}

/**
 * Denies everything to all sessions of a role, or of an IAM user, that were issued before a moment, in one write: those of
 * daypass and of everybody else. Needs no store, and stays until {@link liftStop}. Safe to repeat; takes the other kind of
 * policy where one has no room, and goes on under throttling.
 *
 * @throws what IAM answers; `request-invalid` on Ceph, whose sessions have no time of issue in policies.
 */
export async function stopSessions(
  ports: BreakGlassPorts,
  target: DenyTarget,
  { before, ...options }: CallOptions & { readonly before: Date },
): Promise<void> {
  refuseCephs(target)
  const { policies, clock } = ports
  const name = stopName(before)
  const document = stopDocument(before)
  try {
    await insist(clock, options, () => policies.putInline(target, name, document, options))
  } catch (error) {
    if (!isDaypassError(error, 'aws-limit-exceeded')) throw error
    await insist(clock, options, () => policies.attachManaged(target, name, document, options))
  }
}

/**
 * Takes away all that {@link stopSessions} put on a role or user, and answers how much that was: sessions that have not
 * ended work again, but for those that were revoked one by one. Safe to repeat.
 *
 * @throws what IAM answers; `aws-denied` where it does not tell what is there.
 */
export async function liftStop(
  ports: BreakGlassPorts,
  target: DenyTarget,
  options: CallOptions,
): Promise<number> {
  const { policies, clock } = ports
  let lifted = 0
  for (const kind of ['inline', 'managed'] as const) {
    const names = await insist(clock, options, () => policies.names(target, kind, options))
    if (names === undefined) throw unlisted(target, kind)
    for (const name of [...names].filter(isStopName)) {
      await insist(clock, options, () => policies.remove(target, name, kind, options))
      lifted++
    }
  }
  return lifted
}

function unlisted({ arn }: DenyTarget, kind: DenyKind): DaypassError {
  const message = `IAM does not tell which ${kind} policies ${arn} has`
  return new DaypassError('aws-denied', message, {
    hint: `this needs the right to list the policies of ${arn}`,
  })
}

/** Its ARNs have no account. */
function refuseCephs({ arn }: DenyTarget): void {
  if (parseArn(arn)?.account !== '') return
  throw new DaypassError(
    'request-invalid',
    `${arn} is of a server that knows no time of issue: all its sessions cannot be stopped at once`,
    { hint: 'revoke its leases one by one' },
  )
}
