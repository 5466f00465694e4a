import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import type { RecordingOptions } from '../cli/recording-context.ts'
import { json, jsonList, openStage } from '../cli/stage.ts'

const stage = await openStage()
const { sandbox } = stage
const iam = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })
const identity = await generateIdentity()
const recipient = await identityToRecipient(identity)
const scratch = mkdtempSync(join(tmpdir(), 'daypass-root-'))
const identityFile = join(scratch, 'identity.txt')
writeFileSync(identityFile, `# the only one\n${identity}\n`)
after(() => {
  rmSync(scratch, { recursive: true })
})

const WITH_IDENTITY = { DAYPASS_IDENTITY_FILE: identityFile }
let users = 0
let state = ''
let user = ''
let key: unknown = {}

/** Every test has a state and a user of its own; what is printed never holds a secret. */
beforeEach(async () => {
  state = `s3://daypass-state/${++users}`
  user = `issuer-${users}`
  await iam.createUser({ UserName: user, Path: '/ops/' })
  const rights = { Effect: 'Allow', Action: '*', Resource: '*' }
  await iam.putUserPolicy({
    UserName: user,
    PolicyName: 'all',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: rights }),
  })
  key = await iam.createAccessKey({ UserName: user })
})

async function daypass(argv: readonly string[], options: RecordingOptions = {}) {
  const env = { ...stage.env, DAYPASS_STATE: state, ...WITH_IDENTITY, ...options.env }
  const ended = await stage.daypass(argv, { ...options, env })
  for (const { secretAccessKey } of sandbox.world.accessKeys.everything(sandbox.clock.now())) {
    assert.ok(!`${ended.stdout}${ended.stderr}`.includes(secretAccessKey), argv.join(' '))
  }
  return ended
}

async function setRoot(...flags: string[]) {
  const stdin = JSON.stringify(key)
  const ended = await daypass(['root', 'set', '-', '--json', ...flags], { stdin })
  assert.equal(ended.code, 0, ended.stderr)
  return json(ended.stdout)
}

async function keyIds(): Promise<readonly string[]> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: user })
  return AccessKeyMetadata.flatMap(({ AccessKeyId }) => AccessKeyId ?? [])
}

test('root set tries the key, seals it and says whose it is', async () => {
  const root = await setRoot('--rotation-period', '30d')
  assert.equal(root['user_arn'], `arn:aws:iam::123456789012:user/ops/${user}`)
  assert.deepEqual(root['recipients'], [recipient])
  assert.equal(root['rotation_period'], 30 * 86_400)
  const shown = await daypass(['root', 'show', '--json'], { env: { DAYPASS_IDENTITY_FILE: '' } })
  assert.deepEqual(json(shown.stdout), root)
})

test('a root key that AWS knows as the account’s root user is refused', async () => {
  const now = sandbox.clock.now()
  const accountRoot = {
    accountId: sandbox.accountId,
    accessKeyId: 'AKIAACCOUNTROOT00001',
    secretAccessKey: 'a'.repeat(40),
    userId: sandbox.accountId,
    status: 'Active' as const,
    createdAt: now,
  }
  sandbox.world.accessKeys.set(accountRoot.accessKeyId, accountRoot)
  sandbox.clock.advance(60)
  const stdin = JSON.stringify({ access_key: 'AKIAACCOUNTROOT00001', secret_key: 'a'.repeat(40) })
  const ended = await daypass(['root', 'set', '-'], { stdin })
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /AKIAACCOUNTROOT00001 is a key of the account’s root user/)
  assert.equal((await daypass(['root', 'show'])).code, 2)
})

const BAD_INPUT = [
  ['nothing', ''],
  ['a session', JSON.stringify({ access_key: 'ASIAIOSFODNN7EXAMPLE', secret_key: 'x' })],
  ['half a key', JSON.stringify({ access_key: 'AKIAIOSFODNN7EXAMPLE' })],
] as const
for (const [what, stdin] of BAD_INPUT) {
  test(`root set refuses ${what}`, async () => {
    const ended = await daypass(['root', 'set', '-'], { stdin })
    assert.equal(ended.code, 2)
    assert.match(ended.stderr, /hint: .*aws iam create-access-key/)
  })
}

test('without a recipient nothing is asked of AWS', async () => {
  const before = sandbox.requests.filter(({ service }) => service !== 's3').length
  const env = { DAYPASS_IDENTITY_FILE: '' }
  const ended = await daypass(['root', 'set', '-'], { stdin: JSON.stringify(key), env })
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /DAYPASS_RECIPIENT/)
  assert.equal(sandbox.requests.filter(({ service }) => service !== 's3').length, before)
})

test('federation and session tokens are issued by the user of the root key', async () => {
  await setRoot()
  stage.role('root-session', 'credential_type: session_token\n')
  for (const role of ['viewer', 'root-session']) {
    const issued = await stage.daypass(['issue', role, '--ttl', '15m'], {
      env: { ...stage.env, DAYPASS_STATE: state, ...WITH_IDENTITY },
    })
    assert.equal(issued.code, 0, issued.stderr)
    const id = String(json(issued.stdout)['lease_id'])
    const { principal } = json((await daypass(['lease', id, '--json'])).stdout)
    assert.match(JSON.stringify(principal), new RegExp(`:user/ops/${user}"`))
    assert.equal((await daypass(['revoke', id])).code, 0)
  }
})

test('without an identity daypass issues with its own key', async () => {
  await setRoot()
  const issued = await stage.daypass(['issue', 'viewer', '--ttl', '15m'], {
    env: { ...stage.env, DAYPASS_STATE: state },
  })
  const id = String(json(issued.stdout)['lease_id'])
  const { principal } = json((await daypass(['lease', id, '--json'])).stdout)
  assert.match(JSON.stringify(principal), /user\/daypass-root"/)
  await daypass(['revoke', id])
})

test('used for everything, it makes the users of leases, and takes them back', async () => {
  await setRoot('--use', 'everything')
  const start = sandbox.requests.length
  const issued = await stage.daypass(['issue', 'reader', '--ttl', '15m'], {
    env: { ...stage.env, DAYPASS_STATE: state, ...WITH_IDENTITY },
  })
  assert.equal((await daypass(['revoke', String(json(issued.stdout)['lease_id'])])).code, 0)
  const callers = sandbox.requests
    .slice(start)
    .filter(({ action }) => action === 'CreateUser' || action === 'DeleteUser')
    .map(({ principal }) => principal)
  assert.deepEqual(callers, Array(2).fill(`arn:aws:iam::123456789012:user/ops/${user}`))
})

test('root rotate leaves one key, which is on record and works', async () => {
  await setRoot()
  const [first] = await keyIds()
  const ended = await daypass(['root', 'rotate', '--json'])
  assert.equal(ended.code, 0, ended.stderr)
  const rotation = json(ended.stdout)
  assert.deepEqual(rotation['deleted'], [first])
  assert.deepEqual(await keyIds(), [rotation['access_key']])
  const checks = jsonList((await daypass(['root', 'check', '--json'])).stdout, 'checks')
  assert.deepEqual(
    checks.map(({ status }) => status),
    ['ok', 'ok', 'ok'],
  )
})

test('root rotate needs an identity, and leaves everything as it was', async () => {
  await setRoot()
  const before = await keyIds()
  const env = { DAYPASS_IDENTITY_FILE: '', DAYPASS_RECIPIENT: recipient }
  const ended = await daypass(['root', 'rotate'], { env })
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /there is no identity to open the key in root\/key\.json/)
  assert.deepEqual(await keyIds(), before)
})

test('root check finds a key that daypass did not make, and root rotate leaves it alone', async () => {
  await setRoot()
  const { AccessKey } = await iam.createAccessKey({ UserName: user })
  const foreign = AccessKey?.AccessKeyId ?? ''
  const checked = await daypass(['root', 'check'])
  assert.equal(checked.code, 1)
  assert.match(
    checked.stdout,
    new RegExp(`failed +other keys +.*${foreign} \\(created .*never used\\)`),
  )
  const rotated = await daypass(['root', 'rotate'])
  assert.equal(rotated.code, 5)
  assert.match(rotated.stderr, new RegExp(`daypass did not make ${foreign}`))
  assert.ok((await keyIds()).includes(foreign))
})

test('the sweep rotates when the period is over, and deletes the key before after its grace', async () => {
  await setRoot('--rotation-period', '1h')
  const [first = ''] = await keyIds()
  sandbox.clock.advance(3700)
  const swept = json((await daypass(['sweep', '--json'])).stdout)
  assert.match(JSON.stringify(swept['keys']), /"place":"root\/key.json".*"rotated":true/)
  assert.equal((await keyIds()).length, 2)
  sandbox.clock.advance(301)
  const second = await daypass(['sweep'])
  assert.match(second.stdout, new RegExp(`root/key.json ${first} deleted`))
  assert.equal((await keyIds()).length, 1)
})

test('a sweep without the identity says that the root key is due, and goes on', async () => {
  await setRoot('--rotation-period', '1h')
  sandbox.clock.advance(3700)
  const env = { DAYPASS_IDENTITY_FILE: '', DAYPASS_RECIPIENT: recipient }
  const swept = await daypass(['sweep'], { env })
  assert.equal(swept.code, 1)
  assert.match(swept.stdout, /root\/key\.json failed: request-invalid: there is no identity/)
})

test('another key of the same user takes the place of the first, which is deleted', async () => {
  await setRoot()
  const before = await keyIds()
  key = await iam.createAccessKey({ UserName: user })
  const root = await setRoot('--grace', '0s')
  assert.equal(root['phase'], 'retiring')
  await daypass(['sweep'])
  assert.deepEqual(
    await keyIds(),
    [root['access_key']].filter((id) => !before.includes(String(id))),
  )
})

test('a key of another user takes its place only when that is asked for, and nothing is deleted', async () => {
  await setRoot()
  const ids = await keyIds()
  await iam.createUser({ UserName: `${user}-b` })
  key = await iam.createAccessKey({ UserName: `${user}-b` })
  const stdin = JSON.stringify(key)
  assert.equal((await daypass(['root', 'set', '-'], { stdin })).code, 2)
  const replaced = await daypass(['root', 'set', '-', '--replace'], { stdin })
  assert.equal(replaced.code, 0)
  assert.match(
    replaced.stderr,
    new RegExp(`${ids[0] ?? ''} of .* is no longer on record and still works`),
  )
  assert.deepEqual(await keyIds(), ids)
})

test('settings change without the key, and never ends a period', async () => {
  const root = await setRoot('--rotation-period', '30d')
  const changed = await daypass(['root', 'set', '--rotation-period', 'never', '--json'])
  assert.deepEqual(json(changed.stdout), { ...root, rotation_period: null, rotates_at: null })
  assert.equal((await daypass(['root', 'set'])).code, 2)
  assert.equal((await daypass(['root', 'set', '--rotation-period', '5m'])).code, 2)
})
