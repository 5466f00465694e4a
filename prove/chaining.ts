import { ask } from '../aws/clients/ask.ts'
import { sessionCredentials } from '../aws/sessions/session-credentials.ts'
import type { Credentials } from '../core/credentials.ts'
import type { Bench } from './bench.ts'
import { type Case, finding } from './case.ts'
import { held, revoked, sessionsOf } from './leases.ts'
import { denyWhen, putInlinePolicy } from './policies.ts'
import { clientsAs, roleProbes, stsProbe } from './probes.ts'
import { type Thing, makeRole } from './things.ts'
import { ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

/** A3: what becomes of a session that was taken from a revoked one. daypass does not rely on it. */
export const CHAINING: Case = {
  id: 'A3',
  title: 'sessions taken from a session',
  makes: { roles: 2, users: 0 },
  run: async function* (bench) {
    const [first, second] = [await makeRole(bench, 'a3'), await makeRole(bench, 'a3-next')]
    const identities = [`${bench.run}-one`, `${bench.run}-two`] as const
    const one = await held(bench, bench.own, sessionsOf(first, identities[0]))
    const two = await held(bench, bench.own, sessionsOf(first, identities[1]))
    const region = bench.regions[0]
    const ways = [one, two].map(({ credentials }) =>
      stsProbe(bench, credentials, { role: second, region }),
    )
    await ready(bench, ways)
    const probes = roleProbes(bench, await chain(bench, one.credentials, second), second)
    const others = roleProbes(bench, await chain(bench, two.credentials, second), second)
    await ready(bench, [...probes, ...others])
    const since = await revoked(bench, one)
    const denied = await untilAnswered(
      bench,
      'refused',
      roleProbes(bench, one.credentials, first),
      since,
    )
    const lost = await deviatingProbes(bench, 'allowed', probes)
    yield finding(
      'a session chained from a revoked one goes on',
      denied.never.length === 0 && lost.length === 0,
      {
        found: `the revoked one ${settlingText('refused', denied)}; the chained one ${watchText('allowed', lost)}`,
      },
    )
    const condition = { StringEquals: { 'aws:SourceIdentity': identities[0] } }
    await putInlinePolicy(bench, second, 'source-identity', [denyWhen(condition)])
    const stopped = await untilAnswered(bench, 'refused', probes)
    const harmed = await deviatingProbes(bench, 'allowed', others)
    yield finding(
      'a deny by aws:SourceIdentity on the next role stops it, and no other',
      stopped.never.length === 0 && harmed.length === 0,
      {
        found: `${settlingText('refused', stopped)}; another ${watchText('allowed', harmed)}`,
        tookMs: stopped.tookMs,
      },
    )
  },
}

async function chain(bench: Bench, from: Credentials, role: Thing): Promise<Credentials> {
  const sts = await clientsAs(bench, from).sts()
  const doing = `sts:AssumeRole on ${role.arn}` as const
  const request = { RoleArn: role.arn, RoleSessionName: 'chained', DurationSeconds: 900 }
  const reply = await ask(doing, { signal: bench.signal }, (http) => sts.assumeRole(request, http))
  return sessionCredentials(doing, reply.Credentials, { arn: reply.AssumedRoleUser?.Arn })
}
