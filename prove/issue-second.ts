import { secondsAfter, timestamp } from '../core/clock.ts'
import { DaypassError } from '../core/errors.ts'
import type { Issuance } from '../core/issuance/issuance.ts'
import type { Bench } from './bench.ts'
import { type Case, finding, notTried } from './case.ts'
import { SESSION_TOKENS, held, revoked } from './leases.ts'
import { denyLease, denyWhen, dropPolicy, putInlinePolicy } from './policies.ts'
import { type Probe, clientsAs, s3Probes } from './probes.ts'
import { makeUser } from './things.ts'
import { ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

/** A11: a session token is issued in the second that its end less its length gives, and that stops it. */
export const ISSUE_SECOND: Case = {
  id: 'A11',
  title: 'the second in which a session token was issued',
  makes: { roles: 0, users: 1 },
  run: async function* (bench) {
    const user = await makeUser(bench, 'a11')
    await ready(bench, s3Probes(bench, user.key))
    const issueOne = () => held(bench, clientsAs(bench, user.key), SESSION_TOKENS)
    const [victim, sibling, control] = [await issueOne(), await issueOne(), await issueOne()]
    const others = [...probesOf(bench, sibling), ...s3Probes(bench, user.key)]
    await ready(bench, [...probesOf(bench, victim), ...probesOf(bench, control), ...others])
    const second = secondOf(victim)
    const neighbours = [secondsAfter(second, -1), secondsAfter(second, 1)]
    const condition = { DateEquals: { 'aws:TokenIssueTime': neighbours.map(timestamp) } }
    await putInlinePolicy(bench, user, 'neighbours', [denyWhen(condition), ...denyLease(control)])
    const hold = await untilAnswered(bench, 'refused', probesOf(bench, control))
    const stopped = await deviatingProbes(bench, 'allowed', probesOf(bench, victim))
    await dropPolicy(bench, user, 'neighbours')
    const expected = 'a deny of the seconds before and after does not stop it'
    yield hold.never.length > 0
      ? notTried(expected, `the policy did not take hold: ${settlingText('refused', hold)}`)
      : finding(expected, stopped.length === 0, { found: watchText('allowed', stopped) })
    const since = await revoked(bench, victim)
    const denied = await untilAnswered(bench, 'refused', probesOf(bench, victim), since)
    yield finding('a deny of its second stops it', denied.never.length === 0, {
      found: settlingText('refused', denied),
      tookMs: denied.tookMs,
    })
    const harmed = await deviatingProbes(bench, 'allowed', others)
    yield finding('its sibling and the user’s own key go on', harmed.length === 0, {
      found: watchText('allowed', harmed),
    })
  },
}

function probesOf(bench: Bench, { credentials }: Issuance): readonly Probe[] {
  return s3Probes(bench, credentials)
}

function secondOf({ lease }: Issuance): Date {
  const { principal } = lease
  const second = principal.type === 'session_token' ? principal.issuedSecond : undefined
  if (second !== undefined) return second
  throw new DaypassError('aws-rejected', 'the endpoint does not say whose session token it issued')
}
