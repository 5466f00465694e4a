import { type Case, finding, notTried } from './case.ts'
import { held, sessionsOf } from './leases.ts'
import { denyLease, dropPolicy, putInlinePolicy } from './policies.ts'
import { s3Probes } from './probes.ts'
import { makeRole } from './things.ts'
import { CLOSELY_MS, ready, deviatingProbes, untilAnswered } from './watch.ts'
import { settlingText, watchText } from './words.ts'

const ROUNDS = 3

/**
 * A13: whether a delete shows anywhere before the put that came just before it. daypass waits five minutes between
 * the two, so this is harder than what it needs.
 */
export const PUT_BEFORE_DELETE: Case = {
  id: 'A13',
  title: 'a policy is replaced by a newer one',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a13')
    const session = await held(bench, bench.own, sessionsOf(role))
    const probes = s3Probes(bench, session.credentials)
    const deny = denyLease(session)
    const expected = 'a delete never takes hold before the put that preceded it'
    await ready(bench, probes)
    await putInlinePolicy(bench, role, 'generation-0', deny)
    const hold = await untilAnswered(bench, 'refused', probes)
    if (hold.never.length > 0) {
      yield notTried(expected, `no policy took hold: ${settlingText('refused', hold)}`)
      return
    }
    const gaps = new Set<string>()
    for (let round = 1; round <= ROUNDS; round++) {
      await putInlinePolicy(bench, role, `generation-${round}`, deny)
      await dropPolicy(bench, role, `generation-${round - 1}`)
      for (const name of await deviatingProbes(bench, 'refused', probes, CLOSELY_MS)) gaps.add(name)
    }
    yield finding(expected, gaps.size === 0, {
      found: `${ROUNDS} times: ${watchText('refused', [...gaps])}`,
    })
  },
}
