import { type Case, notTried } from './case.ts'
import { held, sessionsOf } from './leases.ts'
import { iamProbe, s3Probes } from './probes.ts'
import { clockAhead, watchEnd } from './short-lease.ts'
import { makeRole } from './things.ts'

/**
 * A14: what lives on in STS after its lease's end is refused by its own policy, and so is a console session, which has the
 * policies of the session it was made from.
 */
export const CONSOLE_SESSION: Case = {
  id: 'A14',
  title: 'a session that outlives its lease',
  makes: { roles: 1, users: 0 },
  run: async function* (bench) {
    const role = await makeRole(bench, 'a14')
    await held(bench, bench.own, sessionsOf(role))
    const aheadMs = await clockAhead(bench, role)
    const lengths = { ttlSeconds: 60, stsSeconds: 3600 }
    const lease = await held(bench, bench.own, sessionsOf(role), lengths)
    const { credentials } = lease
    const probes = [...s3Probes(bench, credentials), iamProbe(bench, credentials, role)]
    yield await watchEnd(bench, { type: 'an hour of STS', lease, probes, aheadMs })
    yield notTried(
      'a console session of twelve hours ends with its lease',
      'the console has no API; docs/prove.md says how to look',
    )
  },
}
