import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { generateIdentity } from 'age-encryption'
import { systemClock } from '../../core/clock.ts'
import { openState } from '../../state/open.ts'
import { json, openStage } from '../cli/stage.ts'

const stage = await openStage()
const { sandbox } = stage
const iam = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })
const env = { ...stage.env, DAYPASS_IDENTITY: await generateIdentity() }
const scratch = mkdtempSync(join(tmpdir(), 'daypass-aimed-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

interface User {
  readonly name: string
  readonly arn: string
  readonly id: string
  readonly keys: readonly string[]
}

let legacy: User
let admin: User

/** A static role of the user `legacy`, a root key of `issuer`, both due, and `admin`, who has nothing to do with daypass. */
beforeEach(async () => {
  await makeUser('legacy')
  await makeUser('issuer')
  await makeUser('admin')
  await iam.createAccessKey({ UserName: 'admin' })
  admin = await look('admin')
  const file = join(scratch, 'app.yaml')
  writeFileSync(file, 'username: legacy\nrotation_period: 2h\ngrace_period: 30m\n')
  assert.equal((await daypass('static-role', 'write', file)).code, 0)
  const stdin = JSON.stringify(await iam.createAccessKey({ UserName: 'issuer' }))
  const set = ['root', 'set', '-', '--rotation-period', '2h', '--use', 'everything']
  assert.equal((await stage.daypass(set, { env, stdin })).code, 0)
  legacy = await look('legacy')
  sandbox.clock.advance(7300)
})

async function makeUser(UserName: string): Promise<void> {
  await iam.createUser({ UserName })
  const Statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.putUserPolicy({ UserName, PolicyName: 'all', PolicyDocument })
}

async function look(name: string): Promise<User> {
  const { User: user } = await iam.getUser({ UserName: name })
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: name })
  const keys = AccessKeyMetadata.flatMap(({ AccessKeyId }) => AccessKeyId ?? [])
  return { name, arn: user?.Arn ?? '', id: user?.UserId ?? '', keys }
}

async function daypass(...argv: readonly string[]) {
  return await stage.daypass(argv, { env })
}

/** Alters an object of the store as somebody with the right to write it. */
async function alter(key: string, change: (text: string) => string): Promise<void> {
  const { objects } = openState(
    { kind: 's3', bucket: 'daypass-state', prefix: '' },
    { clock: systemClock, random: (size) => randomBytes(size), endpoint: sandbox.url },
  )
  const found = (await objects.get(key)) ?? assert.fail(key)
  await objects.put(key, change(found.body))
}

function naming(from: User, to: User, what: readonly ('name' | 'arn' | 'id')[]) {
  return (text: string) =>
    what.reduce((altered, part) => altered.replaceAll(`"${from[part]}"`, `"${to[part]}"`), text)
}

const STATIC = 'static/app.json'
const ROOT = 'root/key.json'

test('a static role in the store that names another user gets no key of that user, and deletes none', async () => {
  for (const what of [['name'], ['id'], ['arn'], ['name', 'arn'], ['name', 'arn', 'id']] as const) {
    await alter(STATIC, naming(legacy, admin, what))
    const swept = await daypass('sweep', '--json')
    assert.equal(swept.code, 1, what.join())
    assert.match(swept.stdout, /static\/app\.json/)
    assert.deepEqual(await look('admin'), admin, what.join())
    await alter(STATIC, naming(admin, legacy, what))
  }
  assert.equal((await daypass('sweep')).code, 0)
})

test('a static role in the store that is to be removed deletes keys of its own user alone', async () => {
  const access_keys = admin.keys.map((access_key_id) => ({ access_key_id }))
  await alter(STATIC, (text) => {
    const { version, nonce, role, user } = JSON.parse(
      naming(legacy, admin, ['name', 'arn', 'id'])(text),
    ) as Record<string, unknown>
    return JSON.stringify({ version, nonce, role, user, phase: 'removing', access_keys })
  })
  const swept = await daypass('sweep')
  assert.equal(swept.code, 1)
  assert.match(swept.stdout, /no tag says that user admin is for the static role app/)
  assert.equal((await daypass('static-role', 'delete', 'app')).code, 6)
  assert.deepEqual(await look('admin'), admin)
})

test('a static role whose user is gone can be deleted', async () => {
  for (const AccessKeyId of legacy.keys)
    await iam.deleteAccessKey({ UserName: 'legacy', AccessKeyId })
  await iam.deleteUserPolicy({ UserName: 'legacy', PolicyName: 'all' })
  await iam.deleteUser({ UserName: 'legacy' })
  const deleted = await daypass('static-role', 'delete', 'app')
  assert.equal(deleted.code, 0, deleted.stderr)
  assert.equal((await daypass('static-role', 'show', 'app')).code, 3)
})

test('a root key is the key of the user on record or of nobody', async () => {
  const issuer = await look('issuer')
  await alter(ROOT, naming(issuer, admin, ['name', 'arn', 'id']))
  const swept = await daypass('sweep')
  assert.equal(swept.code, 1)
  assert.match(swept.stdout, /the root key is of \S+user\/issuer, and not of \S+user\/admin/)
  assert.deepEqual(await look('admin'), admin)
})

test('a root key of another user than the pinned one is not used', async () => {
  const { arn } = await look('issuer')
  const pinned = (DAYPASS_ROOT_ARN: string) =>
    stage.daypass(['sweep'], { env: { ...env, DAYPASS_ROOT_ARN } })
  assert.equal((await pinned(arn)).code, 0)
  sandbox.clock.advance(7300)
  const refused = await pinned('arn:aws:iam::210987654321:user/issuer')
  assert.equal(refused.code, 1)
  assert.match(
    refused.stdout,
    /the root key is of \S+:123456789012:user\/issuer, and not of \S+:210987654321:/,
  )
})

test('an older record that was put back is not rotated beside the key that works', async () => {
  let before = ''
  await alter(STATIC, (text) => (before = text))
  assert.equal((await daypass('static-role', 'rotate', 'app', '--grace', '0s')).code, 0)
  const { keys } = await look('legacy')
  await alter(STATIC, () => before)
  sandbox.clock.advance(7300)
  const swept = await daypass('sweep')
  assert.equal(swept.code, 1)
  assert.match(
    swept.stdout,
    new RegExp(`user legacy has not the key on record, AKIA\\w+, but ${keys.join()}`),
  )
  assert.deepEqual((await look('legacy')).keys, keys)
})

test('an attempt that claims all of time takes no key that somebody else made, nor the rotation for ever', async () => {
  await iam.createAccessKey({ UserName: 'legacy' })
  const { keys } = await look('legacy')
  sandbox.clock.advance(7300)
  await alter(STATIC, (text) => {
    const fields = JSON.parse(text) as Record<string, unknown>
    const far = '9999-01-01T00:00:00Z'
    const attempt = {
      begun_at: '2000-01-01T00:00:00Z',
      creates_until: far,
      until: far,
      keys_before: [],
    }
    return JSON.stringify({ ...fields, phase: 'creating', attempt })
  })
  const swept = await daypass('sweep')
  assert.match(swept.stdout, /daypass did not make/)
  assert.deepEqual((await look('legacy')).keys, keys)
  assert.equal(
    json((await daypass('static-role', 'show', 'app', '--json')).stdout)['phase'],
    'steady',
  )
})
