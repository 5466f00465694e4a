import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent as HttpAgent, createServer } from 'node:http'
import { Agent as HttpsAgent, createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { fetchJobToken } from '../../../assembly/identity-token/job-token.ts'
import { identityTokenFrom } from '../../../assembly/identity-token/identity-token.ts'
import { type Clock, systemClock } from '../../../core/clock.ts'
import type { DaypassError } from '../../../core/errors.ts'
import { makeCertificate } from '../../../terraform-plugin/plugin/certificate.ts'

/** What the service does with one request: answers, or goes silent, or breaks the connection. */
type Turn = { readonly status: number; readonly body?: string } | 'silence' | 'break'

const TOKEN: Turn = { status: 200, body: '{"count":1,"value":"the-token"}' }
const PENDING: Turn = { status: 403, body: "Can't issue ID_TOKEN for job in 'Pending' state" }

/**
 * A token service that does one thing after the other, and the ports to ask it. Nobody sleeps.
 *
 * @param onSilence - what happens while an answer does not come; by default the time for the try runs out.
 */
async function service(t: TestContext, turns: readonly Turn[], onSilence?: () => void) {
  const asked: string[] = []
  let timeIsUp: () => void = () => undefined
  const server = createServer((request, response) => {
    const turn = turns[asked.length] ?? { status: 404 }
    asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`)
    if (turn === 'break') request.socket.destroy()
    else if (turn !== 'silence') response.writeHead(turn.status).end(turn.body ?? '')
    else if (onSilence === undefined) timeIsUp()
    else onSilence()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agents = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() }
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const slept: number[] = []
  const clock: Clock = {
    ...systemClock,
    sleep: (milliseconds) => {
      slept.push(milliseconds)
      return Promise.resolve()
    },
    alarm: (_, ring) => {
      timeIsUp = ring
      return () => undefined
    },
  }
  const { port } = server.address() as AddressInfo
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer-of-the-job',
  }
  const random = (size: number): Uint8Array => new Uint8Array(size).fill(128)
  return { ports: { env, clock, random, agents }, asked, slept }
}

test('the token is asked for with the job’s bearer and the audience', async (t) => {
  const { ports, asked } = await service(t, [TOKEN])
  assert.equal((await fetchJobToken(ports, 'sts.amazonaws.com', undefined)).reveal(), 'the-token')
  assert.deepEqual(asked, [
    'Bearer bearer-of-the-job /token?api-version=2.0&audience=sts.amazonaws.com',
  ])
})

for (const [title, turn] of [
  ['a server error', { status: 503 }],
  ['a rate limit', { status: 429 }],
  ['a job that is still pending', PENDING],
  ['a broken connection', 'break'],
  ['silence', 'silence'],
] as const) {
  test(`${title} is tried again, after waits that grow`, async (t) => {
    const { ports, asked, slept } = await service(t, [turn, turn, TOKEN])
    assert.equal((await fetchJobToken(ports, 'a', undefined)).reveal(), 'the-token')
    assert.equal(asked.length, 3)
    assert.ok((slept[0] ?? 0) >= 100 && (slept[1] ?? 0) >= 2 * (slept[0] ?? 0), String(slept))
  })
}

for (const [title, turn, code] of [
  ['a refusal', { status: 403, body: 'no' }, 'aws-credentials-missing'],
  ['an unknown address', { status: 404 }, 'aws-credentials-missing'],
  ['an answer without a token', { status: 200, body: '{"value":1}' }, 'aws-credentials-missing'],
  ['an answer that is no JSON', { status: 200, body: '<html>' }, 'aws-credentials-missing'],
] as const) {
  test(`${title} is not tried again`, async (t) => {
    const { ports, asked } = await service(t, [turn, TOKEN])
    await assert.rejects(fetchJobToken(ports, 'a', undefined), { code })
    assert.equal(asked.length, 1)
  })
}

test('a service that stays down is given up after five tries, and nothing secret is said', async (t) => {
  const { ports, asked } = await service(t, Array<Turn>(9).fill({ status: 500, body: 'the-token' }))
  await assert.rejects(fetchJobToken(ports, 'a', undefined), (error: DaypassError) => {
    assert.equal(error.code, 'aws-unavailable')
    assert.doesNotMatch(`${error.message} ${error.hint ?? ''}`, /the-token|bearer/)
    return true
  })
  assert.equal(asked.length, 5)
})

test('a job without the permission is told which to give', async (t) => {
  const { ports } = await service(t, [])
  await assert.rejects(fetchJobToken({ ...ports, env: {} }, 'a', undefined), {
    code: 'aws-credentials-missing',
    hint: /permissions: id-token: write/,
  })
})

test('a stop ends the waiting', async (t) => {
  const stop = new AbortController()
  const { ports } = await service(t, ['silence'], () => {
    stop.abort()
  })
  await assert.rejects(fetchJobToken(ports, 'a', stop.signal), { code: 'cancelled' })
})

test('those who ask together share one token, and one refusal', async (t) => {
  for (const [turn, expected] of [
    [TOKEN, 'fulfilled'],
    [{ status: 404 }, 'rejected'],
  ] as const) {
    const { ports, asked } = await service(t, [turn])
    const source = { kind: 'job', audience: 'a' } as const
    const token = identityTokenFrom(source, ports, new AbortController().signal)
    const settled = await Promise.allSettled([token({}), token({}), token({})])
    assert.deepEqual(
      settled.map(({ status }) => status),
      [expected, expected, expected],
    )
    assert.equal(asked.length, 1)
  }
})

test('a reply that goes on and on is not read to its end, and is no token', async (t) => {
  const body = `{"value":"${'x'.repeat(5_000_000)}"}`
  const { ports, asked } = await service(t, [{ status: 200, body }, TOKEN])
  await assert.rejects(fetchJobToken(ports, 'a', undefined), { code: 'aws-credentials-missing' })
  assert.equal(asked.length, 1)
})

for (const url of ['nonsense', 'http://', 'file:///etc/passwd', 'https//token.example/x']) {
  test(`the address ${url} is said to be none, and is no fault of daypass`, async (t) => {
    const { ports } = await service(t, [])
    const env = { ...ports.env, ACTIONS_ID_TOKEN_REQUEST_URL: url }
    await assert.rejects(fetchJobToken({ ...ports, env }, 'a', undefined), {
      code: 'aws-credentials-missing',
      message: "the address of the job's OIDC token service is not a web address",
    })
  })
}

for (const host of ['token.example', '10.0.0.1', '127.0.0.1.example', 'localhost.example']) {
  test(`the bearer is not sent over http:// to ${host}`, async (t) => {
    const { ports } = await service(t, [])
    const env = { ...ports.env, ACTIONS_ID_TOKEN_REQUEST_URL: `http://${host}/token` }
    await assert.rejects(fetchJobToken({ ...ports, env }, 'a', undefined), {
      code: 'aws-credentials-missing',
      message: /begins with http:/,
    })
  })
}

test('a certificate that is not trusted is said once, with the way to trust it', async (t) => {
  const { key, cert } = makeCertificate(new Date())
  let asked = 0
  const server = createSecureServer({ key, cert }, (_, response) => response.end())
  server.on('connection', () => (asked += 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { ports, slept } = await service(t, [])
  const { port } = server.address() as AddressInfo
  const env = { ...ports.env, ACTIONS_ID_TOKEN_REQUEST_URL: `https://127.0.0.1:${port}/token` }
  await assert.rejects(fetchJobToken({ ...ports, env }, 'a', undefined), {
    code: 'aws-credentials-missing',
    message: /certificate that is not trusted here/,
    hint: /NODE_EXTRA_CA_CERTS/,
  })
  assert.deepEqual([asked, slept], [1, []])
})
