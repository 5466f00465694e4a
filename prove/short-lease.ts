import { ask } from '../aws/clients/ask.ts'
import type { AwsClients } from '../aws/clients/clients.ts'
import type { Issuance } from '../core/issuance/issuance.ts'
import type { Role } from '../core/role/role.ts'
import type { Bench } from './bench.ts'
import { type Case, type CaseFinding, finding, notTried } from './case.ts'
import { FEDERATED, held, sessionsOf } from './leases.ts'
import { type Probe, clientsAs, iamProbe, s3Probes } from './probes.ts'
import { type Thing, makeRole, makeUser } from './things.ts'
import { CLOSELY_MS, ready, deviatingProbes } from './watch.ts'
import { millisecondsText, watchText } from './words.ts'

const TTL_SECONDS = 60

/** How long before and after its end a lease is watched closely. */
const CLOSE_MS = 4_000

/** What AWS's hosts may differ in their time, and a second that it counts in. */
const TOLERANCE_MS = 2_000

/** A6: a lease of a minute ends to the second, by its session policy alone. */
export const SHORT_LEASE: Case = {
  id: 'A6',
  title: 'a lease of one minute',
  makes: { roles: 1, users: 1 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a6')
    const user = await makeUser(bench, 'a6')
    await ready(bench, s3Probes(bench, user.key))
    // The first lease of the role waits until AWS knows it; that must not cost the minute.
    await held(bench, bench.own, sessionsOf(role))
    const aheadMs = await clockAhead(bench, role)
    const issuers: readonly (readonly [string, AwsClients, Role])[] = [
      ['assumed_role', bench.own, sessionsOf(role)],
      ['federation_token', clientsAs(bench, user.key), FEDERATED],
    ]
    for (const [type, issuer, daypassRole] of issuers) {
      const lease = await held(bench, issuer, daypassRole, { ttlSeconds: TTL_SECONDS })
      const s3 = s3Probes(bench, lease.credentials)
      const probes =
        type === 'assumed_role' ? [...s3, iamProbe(bench, lease.credentials, role)] : s3
      yield await watchEnd(bench, { type, lease, probes, aheadMs })
    }
    yield notTried(
      'the same in twenty services',
      'prove speaks to IAM, STS and S3 only; AWS puts aws:CurrentTime into every request',
    )
  },
}

interface End {
  /** What is watched, for the row. */
  readonly type: string
  readonly lease: Issuance
  readonly probes: readonly Probe[]
  readonly aheadMs: number
}

/** Whether a lease is good for something until its end, and for nothing after it. */
export async function watchEnd(
  bench: Bench,
  { type, lease, probes, aheadMs }: End,
): Promise<CaseFinding> {
  const endMs = lease.lease.expiresAt.getTime() - aheadMs
  const untilEnd = () => endMs - bench.clock.now().getTime()
  const early = await deviatingProbes(bench, 'allowed', probes)
  if (untilEnd() > CLOSE_MS) await bench.clock.sleep(untilEnd() - CLOSE_MS, bench.signal)
  let [lastAllowedMs, firstRefusedMs] = [-Infinity, Infinity]
  while (untilEnd() > -CLOSE_MS) {
    bench.signal.throwIfAborted()
    const askedMs = -untilEnd()
    const answers = await Promise.all(probes.map((probe) => probe.ask()))
    if (answers.includes('allowed')) lastAllowedMs = askedMs
    if (answers.includes('refused')) firstRefusedMs = Math.min(firstRefusedMs, -untilEnd())
    await bench.clock.sleep(CLOSELY_MS, bench.signal)
  }
  const after = await deviatingProbes(bench, 'refused', probes)
  return finding(
    `${type}: allowed until its end, refused from the next second on`,
    early.length + after.length === 0 &&
      firstRefusedMs >= -TOLERANCE_MS &&
      lastAllowedMs <= 1_000 + TOLERANCE_MS,
    {
      found: [
        ...(early.length > 0 ? [`before: ${watchText('allowed', early)}`] : []),
        `last allowed ${timeText(lastAllowedMs)}, first refused ${timeText(firstRefusedMs)}`,
        ...(after.length > 0 ? [`after: ${watchText('refused', after)}`] : []),
      ].join('; '),
    },
  )
}

function timeText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'never'
  const sign = milliseconds < 0 ? '−' : '+'
  return `at end ${sign} ${millisecondsText(Math.abs(milliseconds))}`
}

/** How far AWS's clock is ahead of this machine's: a session's end less its length is when AWS made it. */
export async function clockAhead(bench: Bench, role: Thing): Promise<number> {
  const sts = await bench.own.sts()
  const before = bench.clock.now().getTime()
  const request = { RoleArn: role.arn, RoleSessionName: 'clock', DurationSeconds: 900 }
  const reply = await ask(`sts:AssumeRole on ${role.arn}`, { signal: bench.signal }, (http) =>
    sts.assumeRole(request, http),
  )
  const after = bench.clock.now().getTime()
  const issued = (reply.Credentials?.Expiration?.getTime() ?? 0) - 900_000
  // AWS cuts to the second: the truth lies within the second that follows.
  if (issued <= before && before - issued < 1_000) return 0
  return issued + 500 - (before + after) / 2
}
