import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { consolePlace, pageIn } from '../../aws/console/console-place.ts'
import { parseRole } from '../../core/role/parse-role.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { json, jsonList, openStage } from '../cli/stage.ts'
import type { RecordingOptions } from '../cli/recording-context.ts'
import { startSignIn } from './sign-in-server.ts'

const stage = await openStage()
const { sandbox, alive } = stage
const signIn = await startSignIn(sandbox)
const scratch = mkdtempSync(join(tmpdir(), 'daypass-console-'))
after(() => {
  signIn.stop()
  rmSync(scratch, { recursive: true })
})
const OPERATOR =
  '{"credential_type": "assumed_role", "role_arns": ["arn:aws:iam::123456789012:role/operator"]}'
stage.role('operator', OPERATOR)
stage.role('token', 'credential_type: session_token\n')
seedRoles(sandbox, [parseRole(OPERATOR, { file: 'x', name: 'operator', dialect: 'aws' })])

async function daypass(argv: readonly string[], options: RecordingOptions = {}) {
  const env = { ...stage.env, DAYPASS_SIGNIN_URL: signIn.url, ...options.env }
  return await stage.daypass(argv, { ...options, env })
}

for (const role of ['operator', 'viewer']) {
  test(`console signs ${role} in with a URL that ends with the lease`, async () => {
    const ended = await daypass(['console', role, '--ttl', '15m', '--json'])
    assert.equal(ended.code, 0, ended.stderr)
    const document = json(ended.stdout)
    const url = new URL(String(document['url']))
    assert.equal(url.searchParams.get('Action'), 'login')
    const page = 'https://console.aws.amazon.com/console/home?region=us-east-1'
    assert.equal(url.searchParams.get('Destination'), page)
    const holder = signIn.holderOf(url.searchParams.get('SigninToken') ?? '')
    assert.ok(sandbox.world.sessions.get(holder ?? '') !== undefined)
    assert.equal(signIn.asked.at(-1)?.has('SessionDuration'), false)
    assert.equal(alive().length, 1)
    assert.equal((await daypass(['revoke', String(document['lease_id'])])).code, 0)
    assert.deepEqual(alive(), [])
  })
}

test('the URL stands alone on standard output, and in a job it is kept out of the log', async () => {
  const env = { GITHUB_ACTIONS: 'true' }
  const ended = await daypass(['console', 'operator', '--quiet'], { env })
  const mask = ended.stderr.split('\n').find((line) => line.startsWith('::add-mask::'))
  assert.equal(mask, `::add-mask::${ended.stdout.trim()}`)
  await daypass(['revoke', '--prefix', 'operator'])
})

test('the console opens in the region that daypass works in, and where it was where none is named', async () => {
  const destination = async (argv: readonly string[], env: Record<string, string> = {}) => {
    const ended = await daypass(['console', 'operator', ...argv], { env })
    await daypass(['revoke', '--prefix', 'operator'])
    return new URL(ended.stdout.trim()).searchParams.get('Destination')
  }
  assert.match((await destination(['--region', 'eu-west-1'])) ?? '', /\/home\?region=eu-west-1$/)
  const none = { AWS_REGION: '', AWS_DEFAULT_REGION: '' }
  assert.equal(await destination([], none), 'https://console.aws.amazon.com/')
  const china = pageIn(consolePlace('aws-cn'), 'cn-north-1')
  assert.equal(china, 'https://console.amazonaws.cn/console/home?region=cn-north-1')
})

test('a destination of the console is where the URL leads to', async () => {
  const page = 'https://eu-central-1.console.aws.amazon.com/s3/home'
  const ended = await daypass(['console', 'operator', '--destination', page])
  assert.equal(new URL(ended.stdout.trim()).searchParams.get('Destination'), page)
  await daypass(['revoke', '--prefix', 'operator'])
  assert.equal((await daypass(['console', 'operator', '--destination', 's3'])).code, 2)
})

test('--open hands the URL to the browser and prints nothing', async () => {
  const browser = join(scratch, 'browser')
  const seen = join(scratch, 'seen')
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > ${seen}.part && mv ${seen}.part ${seen}\n`)
  chmodSync(browser, 0o755)
  const ended = await daypass(['console', 'operator', '--open'], { env: { BROWSER: browser } })
  assert.deepEqual([ended.code, ended.stdout], [0, ''])
  while (!existsSync(seen)) await delay(5)
  const url = new URL(readFileSync(seen, 'utf8'))
  assert.ok(signIn.holderOf(url.searchParams.get('SigninToken') ?? '') !== undefined)
  await daypass(['revoke', '--prefix', 'operator'])
})

const NO_BROWSER = { BROWSER: join(scratch, 'none') }
const FAILURES = [
  ['refuses', 400, 5, {}],
  ['is overloaded', 429, 5, {}],
  ['fails', 503, 5, {}],
  ['works but no browser starts', undefined, 2, { env: NO_BROWSER }],
] as const
for (const [what, status, code, options] of FAILURES) {
  test(`when the endpoint ${what} the lease is taken back, and no secret is told`, async () => {
    signIn.fail(status)
    const ended = await daypass(['console', 'operator', '--open'], options)
    signIn.fail(undefined)
    assert.equal(ended.code, code, ended.stderr)
    assert.deepEqual(alive(), [])
    const session = JSON.parse(signIn.asked.at(-1)?.get('Session') ?? '{}') as object
    for (const secret of Object.values(session).slice(1)) {
      assert.ok(!ended.stderr.includes(String(secret).slice(0, 30)))
    }
    assert.deepEqual(jsonList((await daypass(['leases', '--json'])).stdout, 'leases'), [])
  })
}

for (const role of ['reader', 'token']) {
  test(`credentials of role ${role} cannot sign in, and none are issued`, async () => {
    const before = sandbox.requests.length
    const ended = await daypass(['console', role])
    assert.equal(ended.code, 2)
    assert.match(ended.stderr, /cannot sign in to the console/)
    assert.equal(sandbox.requests.length, before)
  })
}

test('each partition has its own endpoint and console', () => {
  assert.match(consolePlace('aws').signIn, /^https:\/\/signin\.aws\.amazon\.com\//)
  assert.match(consolePlace('aws-us-gov').signIn, /^https:\/\/signin\.amazonaws-us-gov\.com\//)
  assert.match(consolePlace('aws-cn').frontPage, /^https:\/\/console\.amazonaws\.cn\//)
  assert.throws(() => consolePlace('aws-iso'), /aws-iso is not known/)
  const own = consolePlace('aws-iso', 'https://signin.example/federation')
  assert.deepEqual(own, {
    signIn: 'https://signin.example/federation',
    frontPage: 'https://signin.example/',
  })
})
