/**
 * A program of its own, for any Node: every reply drips, a byte now and then, for ever, while the collector runs all the
 * time. Prints what each task came to, and after how many milliseconds; ends by itself, unless a timer or a connection
 * is left over. A second of a deadline is 10 ms here.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { fetchJobToken } from '../../assembly/identity-token/job-token.ts'
import { githubApi } from '../../action/review/github-api.ts'
import { listenForStop } from '../../action/runner/stop.ts'
import { assemblePorts } from '../../assembly/assemble.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { consoleUrl } from '../../aws/console/console-url.ts'
import { leaseProbe } from '../../aws/probe/lease-probe.ts'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import { newLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { Secret } from '../../core/secret.ts'
import { fetchIssuerKeys } from '../../sandbox/oidc/issuer-keys.ts'
import { leaseStore } from '../../state/leases.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { HOLDER, sessionRole, userRole } from '../core/world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

const FASTER = 100
const HANGS_MS = 20_000

const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/xml' })
  const drip = setInterval(() => response.write(' '), 20)
  response.on('close', () => {
    clearInterval(drip)
  })
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const collect = setInterval(() => globalThis.gc?.(), 20)

const clock = rightClock({
  ...systemClock,
  alarm: (milliseconds: number, ring: () => void) => systemClock.alarm(milliseconds / FASTER, ring),
})
const random = (size: number): Uint8Array => randomBytes(size)
const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-of-the-test' }
const config = { region: 'eu-central-1', credentials: key, iamEndpoint: url, stsEndpoint: url }
const clients = awsClients(config)
const dripping = openState(parseStateUrl('s3://state'), {
  ...{ clock, random, region: 'eu-central-1', endpoint: url, credentials: key },
})
const leases = leaseStore(memoryObjects(), { clock, random })
// Who it works for is known: what comes first is the lease.
const own = { ...config, account: '123456789012' }
const ports = assemblePorts({
  ...{ clients, config: own, clock, random },
  state: { ...dripping, leases },
})
const strangers = assemblePorts({
  ...{ clients, config, clock, random },
  state: { ...dripping, leases },
})
const { signal } = new AbortController()
const session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: new Secret('secret'),
  sessionToken: new Secret('token'),
  arn: undefined,
  expiresAt: new Date(),
}

/** Of a lease that a maker who died has left. */
async function revokeUser(): Promise<unknown> {
  const id = newLeaseId('ci', random)
  const signal = AbortSignal.abort()
  await issue(ports, { role: userRole(), holder: HOLDER, id }, { signal }).catch(() => undefined)
  return await revoke(ports, id)
}

const jobEnv = {
  ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
}
const agents = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() }
const place = { signIn: url, frontPage: url }
const github = githubApi({ url, repository: 'octo/app', token: undefined, clock })

/** What has a deadline of its own. */
const withDeadline: Record<string, () => Promise<unknown>> = {
  'issue a session': () => issue(ports, { role: sessionRole(), holder: HOLDER }, { signal }),
  'issue a user': () => issue(ports, { role: userRole(), holder: HOLDER }, { signal }),
  'ask for the account': () => strangers.issuer.account({ signal }),
  'revoke a user': revokeUser,
  'sign in to the console': () => consoleUrl(place, { credentials: session }, clock, { signal }),
  'fetch a job token': () => fetchJobToken({ env: jobEnv, clock, random, agents }, 'a', signal),
  'ask GitHub': () => github.request('GET', '/pulls'),
  'end a step': async () => {
    const stop = listenForStop({ onStop: () => undefined, clock })
    stop.begin(10)
    await once(stop.signal, 'abort')
  },
}

/** What has none: every reply has to end within half a minute. */
const withoutDeadline: Record<string, () => Promise<unknown>> = {
  'ask STS': () => callerIdentity(clients),
  'ask STS as somebody else': async () =>
    await (await clients.stsAs('AKIDOTHER', new Secret('other'))).getCallerIdentity({}),
  'ask IAM': async () => await (await clients.iam()).getUser({}),
  'read the state': () => dripping.leases.read(newLeaseId('ci', random)),
  'list the state': () => dripping.leases.count('ci', 1),
  'look with a lease': async () => {
    const sight = await (await leaseProbe(clients, session, { endpoint: url }))({})
    throw Object.assign(new Error(), { name: sight })
  },
  'fetch the keys of an issuer': () => fetchIssuerKeys(url),
}

await settle(withDeadline)
const { setTimeout: wait } = globalThis
globalThis.setTimeout = ((work: (word: unknown) => void, milliseconds: number, word: unknown) =>
  wait(work, [5000, 30_000].includes(milliseconds) ? 300 : milliseconds, word)) as typeof setTimeout
await settle(withoutDeadline)
clearInterval(collect)
server.close()

async function settle(tasks: Record<string, () => Promise<unknown>>): Promise<void> {
  const all = Object.entries(tasks).map(async ([name, task]) => {
    const began = performance.now()
    const hangs = new Promise((resolve) => setTimeout(resolve, HANGS_MS, 'HANGS').unref())
    const outcome = await Promise.race([
      task().then(
        () => 'done',
        (error: unknown) => (isDaypassError(error) ? error.code : (error as Error).name),
      ),
      hangs,
    ])
    process.stdout.write(`${name}\t${String(outcome)}\t${Math.round(performance.now() - began)}\n`)
  })
  await Promise.all(all)
}
