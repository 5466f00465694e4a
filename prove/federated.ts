import { ask } from '../aws/clients/ask.ts'
import { sessionCredentials } from '../aws/sessions/session-credentials.ts'
import { secondsAfter, timestamp } from '../core/clock.ts'
import type { Credentials } from '../core/credentials.ts'
import type { Bench } from './bench.ts'
import { type Case, finding, notTried } from './case.ts'
import { FEDERATED, held, revoked } from './leases.ts'
import { denyLease, denyWhen, dropPolicy, putInlinePolicy } from './policies.ts'
import { clientsAs, s3Probes } from './probes.ts'
import { type ThingWithKey, makeUser } from './things.ts'
import { ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

/** A2: a deny on the issuing user stops one of its federated sessions, and neither the others nor its key. */
export const ONE_FEDERATED: Case = {
  id: 'A2',
  title: 'one federated session of a user is stopped',
  makes: { roles: 0, users: 1 },
  run: async function* (bench) {
    const user = await makeUser(bench, 'a2')
    const probes = ({ credentials }: { credentials: Credentials }) => s3Probes(bench, credentials)
    const issueOne = () => held(bench, clientsAs(bench, user.key), FEDERATED)
    const [victim, sibling, control] = [await issueOne(), await issueOne(), await issueOne()]
    const others = [...probes(sibling), ...s3Probes(bench, user.key)]
    await ready(bench, [...probes(victim), ...probes(control), ...others])
    const { principal } = victim.lease
    const name = principal.type === 'federation_token' ? principal.userName : ''
    await putInlinePolicy(bench, user, 'wrong-forms', [
      denyWhen({ StringEquals: { 'aws:userid': name } }),
      denyWhen({ StringEquals: { 'aws:PrincipalArn': `${user.arn}/${name}` } }),
      ...denyLease(control),
    ])
    const hold = await untilAnswered(bench, 'refused', probes(control))
    const stopped = await deviatingProbes(bench, 'allowed', probes(victim))
    await dropPolicy(bench, user, 'wrong-forms')
    const expected = 'a deny by the federated name alone or under the user’s ARN stops nothing'
    yield hold.never.length > 0
      ? notTried(expected, `the policy did not take hold: ${settlingText('refused', hold)}`)
      : finding(expected, stopped.length === 0, { found: watchText('allowed', stopped) })
    const denied = await untilAnswered(
      bench,
      'refused',
      probes(victim),
      await revoked(bench, victim),
    )
    yield finding('the revoked federated session is refused', denied.never.length === 0, {
      found: settlingText('refused', denied),
      tookMs: denied.tookMs,
    })
    const harmed = await deviatingProbes(bench, 'allowed', others)
    yield finding('its sibling and the user’s own key go on', harmed.length === 0, {
      found: watchText('allowed', harmed),
    })
  },
}

const LENGTH_SECONDS = 900

/** A4: whether `aws:TokenIssueTime` reaches federated sessions: AWS says so, a blog denies it. */
export const ISSUE_TIME: Case = {
  id: 'A4',
  title: 'aws:TokenIssueTime and federated sessions',
  makes: { roles: 0, users: 1 },
  run: async function* (bench) {
    const user = await makeUser(bench, 'a4')
    const old = await rawFederated(bench, user, 'older')
    const issued = secondsAfter(old.expiresAt, -LENGTH_SECONDS)
    const border = secondsAfter(issued, 2)
    await bench.clock.sleep(4000, bench.signal)
    const young = await rawFederated(bench, user, 'younger')
    const others = [...s3Probes(bench, young), ...s3Probes(bench, user.key)]
    await ready(bench, [...s3Probes(bench, old), ...others])
    const before = { DateLessThan: { 'aws:TokenIssueTime': timestamp(border) } }
    await putInlinePolicy(bench, user, 'older-than', [denyWhen(before)])
    const denied = await untilAnswered(bench, 'refused', s3Probes(bench, old))
    yield finding('an older federated session is refused', denied.never.length === 0, {
      found: settlingText('refused', denied),
      tookMs: denied.tookMs,
    })
    const harmed = await deviatingProbes(bench, 'allowed', others)
    yield finding('a younger one and the user’s own key go on', harmed.length === 0, {
      found: watchText('allowed', harmed),
    })
  },
}

/** Directly from AWS: its answer says when the session was issued, which a lease does not keep. */
async function rawFederated(bench: Bench, user: ThingWithKey, Name: string): Promise<Credentials> {
  const sts = await clientsAs(bench, user.key).sts()
  await ready(bench, s3Probes(bench, user.key))
  const doing = `sts:GetFederationToken on federated-user/${Name}` as const
  const reply = await ask(doing, { signal: bench.signal }, (http) =>
    sts.getFederationToken(
      { Name, DurationSeconds: LENGTH_SECONDS, Policy: FEDERATED.policy_document },
      http,
    ),
  )
  return sessionCredentials(doing, reply.Credentials, {})
}
