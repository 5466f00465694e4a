import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { DaypassError } from '../../core/errors.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'
import { roleSession } from '../../aws/clients/role-session.ts'
import { issue } from '../../core/issue.ts'
import { HOLDER, START, coreWorld, sessionRole } from '../core/world.ts'
import { refusal, reply, scriptedClients, startScripted } from '../aws/scripted-endpoint.ts'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const TOKEN = `IQoJb3JpZ2luX2VjEJ${'r//////////wEaCXVzLWVhc3QtMSJHMEUCIQ'.repeat(8)}==`
const JWT = `eyJhbGciOiJSUzI1NiJ9.${'eyJzdWIi-_OiJyZXBvOm9jdG8v'.repeat(6)}.c2ln-bmF0_dXJl`
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET, sessionToken: TOKEN }

async function failureOf(work: Promise<unknown>): Promise<DaypassError> {
  const error = await work.then(
    () => assert.fail('it did not fail'),
    (caught: unknown) => caught,
  )
  assert.ok(error instanceof DaypassError, String(error))
  return error
}

/** What is said of an error anywhere: its own words and those of its causes. */
function allWords(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return [JSON.stringify(error), error.message, allWords(error.cause)].join('\n')
}

test('what a gateway repeats of a request is in no word of an error, however it is written', async () => {
  for (const echo of [
    `Authorization: ${SECRET}`,
    `x-amz-security-token=${TOKEN}`,
    `{"token":"${TOKEN}"}`,
    encodeURIComponent(TOKEN),
    JWT,
    `${'long '.repeat(2500)}${TOKEN}`,
  ]) {
    for (const turn of [refusal(400, 'ValidationError', echo), refusal(400, echo.slice(0, 300))]) {
      const endpoint = await startScripted([turn])
      const words = allWords(await failureOf(callerIdentity(endpoint.clients)))
      await endpoint.stop()
      for (const secret of [SECRET, TOKEN, JWT, encodeURIComponent(TOKEN)])
        for (let at = 0; at + 30 <= secret.length; at += 10)
          assert.ok(!words.includes(secret.slice(at, at + 30)), words)
    }
  }
})

test('names of AWS stay in the words of an error', async () => {
  const arn = 'arn:aws:iam::123456789012:role/division/subdivision/department/ProjectAutomation'
  const endpoint = await startScripted([refusal(403, 'AccessDenied', `not authorized on ${arn}`)])
  assert.ok((await failureOf(callerIdentity(endpoint.clients))).message.includes(arn))
  await endpoint.stop()
})

/** A server whose every reply goes on as long as somebody takes it; answers how much that was. */
async function endless(head: string) {
  let sent = 0
  const pour = (response: ServerResponse): void => {
    const chunk = Buffer.alloc(2 ** 20, 'a')
    while (!response.destroyed && sent < 200 * 2 ** 20) {
      sent += chunk.length
      if (!response.write(chunk)) {
        response.once('drain', () => {
          pour(response)
        })
        return
      }
    }
    response.end()
  }
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml', etag: '"x"' })
    response.write(head)
    pour(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, megabytes: () => sent / 2 ** 20 }
}

test('a reply without an end is given up before it fills the memory', async () => {
  const iam = await endless('<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>')
  await failureOf(callerIdentity(scriptedClients(iam.url)))
  assert.ok(iam.megabytes() < 64, `${iam.megabytes()} MB were taken`)
  const s3 = await endless('')
  const location = {
    kind: 's3',
    bucket: 'b',
    prefix: '',
    endpoint: s3.url,
    pathStyle: true,
  } as const
  const objects = s3Objects(location, { clock: systemClock, credentials: CREDENTIALS })
  await failureOf(objects.get('leases/a.json'))
  assert.ok(s3.megabytes() < 120, `${s3.megabytes()} MB were taken in three tries`)
})

/** STS's answer to a request for a session, with some of its parts as somebody wants them. */
function sessionReply(parts: Readonly<Record<string, string>>): string {
  const whole = {
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    SecretAccessKey: SECRET,
    SessionToken: TOKEN,
    Expiration: '2099-01-01T00:00:00Z',
    ...parts,
  }
  const fields = Object.entries(whole).map(([name, text]) => `<${name}>${text}</${name}>`)
  return `<Credentials>${fields.join('')}</Credentials>`
}

test('a reply of STS with empty or broken credentials, or none, is refused', async () => {
  const role = { roleArn: 'arn:aws:iam::123456789012:role/deploy', sessionName: 'x' }
  for (const result of [
    '',
    sessionReply({ AccessKeyId: '' }),
    sessionReply({ AccessKeyId: 'a b' }),
    sessionReply({ SecretAccessKey: '' }),
    sessionReply({ SessionToken: '' }),
    sessionReply({ SessionToken: 'a\nb' }),
    sessionReply({ Expiration: '' }),
  ]) {
    const endpoint = await startScripted([reply('AssumeRole', result)])
    const provider = roleSession(endpoint.clients, role, { clock: systemClock })
    assert.ok(typeof provider === 'function')
    const error = await failureOf(Promise.resolve(provider({})))
    await endpoint.stop()
    assert.match(error.code, /^(?:outcome-unknown|aws-unavailable)$/, result)
  }
})

test('credentials that have ended already are handed to nobody', async () => {
  const world = coreWorld()
  const { issuer } = world.ports
  const past = {
    ...issuer,
    issue: async (...ordered: Parameters<typeof issuer.issue>) => {
      const issued = await issuer.issue(...ordered)
      return { ...issued, credentials: { ...issued.credentials, expiresAt: START } }
    },
  }
  const work = issue({ ...world.ports, issuer: past }, { role: sessionRole(), holder: HOLDER })
  assert.equal((await failureOf(work)).code, 'outcome-unknown')
  assert.deepEqual(
    [...world.objects.stored.keys()].filter((key) => key.startsWith('leases/')),
    [],
  )
})
