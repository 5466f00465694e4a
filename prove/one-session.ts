import type { Issuance } from '../core/issuance/issuance.ts'
import type { Bench } from './bench.ts'
import { type Case, type CaseFinding, finding, notTried } from './case.ts'
import { held, revoked, sessionsOf, unrevoked } from './leases.ts'
import { denyLease, denyWhen, dropPolicy, putInlinePolicy } from './policies.ts'
import { identityProbe, roleProbes, s3Probes } from './probes.ts'
import { type Thing, makeRole } from './things.ts'
import { ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

const ROUNDS = 5

/** A1: a deny by `aws:userid` on the role stops the one session, and only while it is there. */
export const ONE_SESSION: Case = {
  id: 'A1',
  title: 'one session of a role is stopped',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a1')
    const issueOne = () => held(bench, bench.own, sessionsOf(role))
    const sibling = await issueOne()
    yield await wrongForms(bench, role, await issueOne())
    yield* rounds(bench, role, { sibling, issueOne })
    yield notTried(
      'the same in EC2, DynamoDB and others',
      'prove speaks to IAM, STS and S3 only; aws:userid is in every request of every service',
    )
  },
}

/** A7: what a denied session can still do. */
export const DENIED_IDENTITY: Case = {
  id: 'A7',
  title: 'a denied session proves who it is',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a7')
    const session = await held(bench, bench.own, sessionsOf(role))
    const s3 = s3Probes(bench, session.credentials)
    await ready(bench, s3)
    const since = await revoked(bench, session)
    const denied = await untilAnswered(bench, 'refused', s3, since)
    const strayed = await deviatingProbes(bench, 'allowed', [
      identityProbe(bench, session.credentials),
    ])
    yield finding(
      'GetCallerIdentity is allowed to a denied session',
      denied.never.length === 0 && strayed.length === 0,
      {
        found: `S3 ${settlingText('refused', denied)}; GetCallerIdentity ${watchText('allowed', strayed)}`,
      },
    )
    yield notTried(
      'EKS lets a denied session in until it expires',
      'needs a cluster; EKS tokens are presigned GetCallerIdentity calls, see above',
    )
  },
}

/**
 * Forms that look right and name nothing. They come in one policy with the right form for a third session:
 * once that one is refused, the policy has taken hold.
 */
async function wrongForms(bench: Bench, role: Thing, victim: Issuance): Promise<CaseFinding> {
  const control = await held(bench, bench.own, sessionsOf(role))
  const victims = roleProbes(bench, victim.credentials, role)
  const controls = roleProbes(bench, control.credentials, role)
  await ready(bench, [...victims, ...controls])
  const { principal } = victim.lease
  const name = principal.type === 'assumed_role' ? principal.sessionName : ''
  await putInlinePolicy(bench, role, 'wrong-forms', [
    denyWhen({ StringEquals: { 'aws:PrincipalArn': victim.credentials.arn } }),
    denyWhen({ StringEquals: { 'aws:userid': name } }),
    denyWhen({ StringEquals: { 'sts:RoleSessionName': name } }),
    ...denyLease(control),
  ])
  const hold = await untilAnswered(bench, 'refused', controls)
  const stopped = await deviatingProbes(bench, 'allowed', victims)
  await dropPolicy(bench, role, 'wrong-forms')
  const expected = 'a deny by session ARN, session name alone or sts:RoleSessionName stops nothing'
  return hold.never.length > 0
    ? notTried(expected, `the policy did not take hold: ${settlingText('refused', hold)}`)
    : finding(expected, stopped.length === 0, { found: watchText('allowed', stopped) })
}

async function* rounds(
  bench: Bench,
  role: Thing,
  sessions: { readonly sibling: Issuance; readonly issueOne: () => Promise<Issuance> },
): AsyncIterable<CaseFinding> {
  const siblings = roleProbes(bench, sessions.sibling.credentials, role)
  const effectMs: number[] = []
  const unEffectMs: number[] = []
  let [effect, unEffect, harmed] = ['refused', 'allowed', 'allowed']
  for (let round = 1; round <= ROUNDS && effect === 'refused'; round++) {
    const victim = await sessions.issueOne()
    const probes = roleProbes(bench, victim.credentials, role)
    await ready(bench, [...probes, ...siblings])
    const denied = await untilAnswered(bench, 'refused', probes, await revoked(bench, victim))
    effectMs.push(...denied.tookMs)
    effect = settlingText('refused', denied)
    harmed = watchText('allowed', await deviatingProbes(bench, 'allowed', siblings))
    const back = await untilAnswered(bench, 'allowed', probes, await unrevoked(bench, victim))
    unEffectMs.push(...back.tookMs)
    unEffect = settlingText('allowed', back)
    if (unEffect !== 'allowed' || harmed !== 'allowed') break
  }
  yield finding('the revoked session is refused', effect === 'refused', {
    found: effect,
    tookMs: effectMs,
  })
  yield finding('its sibling goes on', harmed === 'allowed', { found: harmed })
  yield finding('without the deny it is allowed again', unEffect === 'allowed', {
    found: unEffect,
    tookMs: unEffectMs,
  })
}
