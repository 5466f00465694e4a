import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { parseRole } from '../../core/role/parse-role.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import type { RecordingOptions } from '../cli/recording-context.ts'
import { json, openStage } from '../cli/stage.ts'

const OTHER_ACCOUNT = '210987654321'

const stage = await openStage()
const { sandbox } = stage
const iam = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })
const identity = await generateIdentity()
const RECIPIENT = { DAYPASS_RECIPIENT: await identityToRecipient(identity) }
const scratch = mkdtempSync(join(tmpdir(), 'daypass-static-'))
after(() => {
  rmSync(scratch, { recursive: true })
})

let count = 0
let state = ''
let user = ''
let file = ''

/** Every test has a state and a user of its own. Nobody but who asks for credentials has the identity. */
beforeEach(async () => {
  state = `s3://daypass-state/${++count}`
  user = `legacy-${count}`
  await iam.createUser({ UserName: user })
  file = write(`username: ${user}\nrotation_period: 2h\ngrace_period: 30m\n`)
})

function write(text: string): string {
  const path = join(scratch, 'app.yaml')
  writeFileSync(path, text)
  return path
}

async function daypass(argv: readonly string[], options: RecordingOptions = {}) {
  const env = { ...stage.env, DAYPASS_STATE: state, ...RECIPIENT, ...options.env }
  return await stage.daypass(argv, { ...options, env })
}

async function credentials(...flags: string[]) {
  const ended = await daypass(['static-creds', 'app', ...flags], {
    env: { DAYPASS_IDENTITY: identity },
  })
  assert.equal(ended.code, 0, ended.stderr)
  return ended.stdout
}

async function ids(): Promise<readonly string[]> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: user })
  return AccessKeyMetadata.flatMap(({ AccessKeyId }) => AccessKeyId ?? [])
}

test('a static role gets a key that works, and tells until when at least', async () => {
  assert.equal((await daypass(['static-role', 'write', file])).code, 0)
  const printed = json(await credentials())
  const sts = new STS({
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: {
      accessKeyId: String(printed['access_key']),
      secretAccessKey: String(printed['secret_key']),
    },
  })
  assert.equal((await sts.getCallerIdentity({})).Arn, printed['user_arn'])
  const lasts = Date.parse(String(printed['expiration'])) - Date.parse(String(printed['since']))
  assert.equal(lasts, 2.5 * 3_600_000)
})

test('without the identity a static role is written, shown, swept and rotated, but not read', async () => {
  await daypass(['static-role', 'write', file])
  const shown = json((await daypass(['static-role', 'show', 'app', '--json'])).stdout)
  assert.equal(shown['phase'], 'steady')
  assert.equal((await daypass(['static-role', 'rotate', 'app', '--grace', '0s'])).code, 0)
  sandbox.clock.advance(7300)
  assert.equal((await daypass(['sweep'])).code, 0)
  const refused = await daypass(['static-creds', 'app'])
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /there is no identity/)
})

test('the sweep replaces the key each period, and deletes the one before after its grace', async () => {
  await daypass(['static-role', 'write', file])
  const first = json(await credentials())['access_key']
  sandbox.clock.advance(7300)
  await daypass(['sweep'])
  const second = json(await credentials())['access_key']
  assert.notEqual(second, first)
  assert.deepEqual([...(await ids())].sort(), [first, second].sort())
  sandbox.clock.advance(1801)
  await daypass(['sweep'])
  assert.deepEqual(await ids(), [second])
})

test('a period that is written anew counts from the next sweep on', async () => {
  await daypass(['static-role', 'write', file])
  const [first] = await ids()
  sandbox.clock.advance(4000)
  await daypass(['sweep'])
  assert.deepEqual(await ids(), [first])
  await daypass(['static-role', 'write', write(`username: ${user}\nrotation_period: 1h\n`)])
  assert.notDeepEqual(await ids(), [first])
})

test('a key that somebody else made is left alone, and takes its room', async () => {
  const { AccessKey } = await iam.createAccessKey({ UserName: user })
  const foreign = AccessKey?.AccessKeyId ?? ''
  assert.equal((await daypass(['static-role', 'write', file])).code, 0)
  const rotated = await daypass(['static-role', 'rotate', 'app'])
  assert.equal(rotated.code, 5)
  assert.match(rotated.stderr, new RegExp(`daypass did not make ${foreign} \\(never used\\)`))
  await daypass(['static-role', 'delete', 'app'])
  assert.deepEqual(await ids(), [foreign])
})

test('deleting a static role deletes its keys and leaves the user', async () => {
  await daypass(['static-role', 'write', file])
  await daypass(['static-role', 'rotate', 'app'])
  assert.equal((await ids()).length, 2)
  const deleted = await daypass(['static-role', 'delete', 'app'])
  assert.equal(deleted.code, 0)
  assert.deepEqual(await ids(), [])
  assert.equal((await daypass(['static-role', 'show', 'app'])).code, 3)
})

test('a user that was deleted and made again is not taken for the one it was', async () => {
  await daypass(['static-role', 'write', file])
  for (const AccessKeyId of await ids()) await iam.deleteAccessKey({ UserName: user, AccessKeyId })
  await iam.deleteUser({ UserName: user })
  await iam.createUser({ UserName: user })
  const rotated = await daypass(['static-role', 'rotate', 'app'])
  assert.equal(rotated.code, 5)
  assert.match(rotated.stderr, /is not the one it was/)
  assert.deepEqual(await ids(), [])
})

test('a user that is not there, and a file with problems, leave nothing on record', async () => {
  const missing = await daypass([
    'static-role',
    'write',
    write('username: nobody\nrotation_period: 1d\n'),
  ])
  assert.equal(missing.code, 5)
  const wrong = await daypass(['static-role', 'write', write('username: x\n')])
  assert.equal(wrong.code, 3)
  assert.match(wrong.stderr, /app\.yaml:1:1: rotation_period is missing/)
  assert.equal((await daypass(['static-role', 'list'])).stdout, '')
})

test('a user of another account is reached by way of a role there, with its external id', async () => {
  const role = `arn:aws:iam::${OTHER_ACCOUNT}:role/keys`
  await makeOtherAccount(role, 'ours-1')
  const text = `username: theirs\nrotation_period: 2h\nassume_role_arn: ${role}\n`
  const refused = await daypass(['static-role', 'write', write(text)])
  assert.equal(refused.code, 4)
  const written = await daypass(['static-role', 'write', write(`${text}external_id: ours-1\n`)])
  assert.equal(written.code, 0, written.stderr)
  assert.equal(json(await credentials())['user_arn'], `arn:aws:iam::${OTHER_ACCOUNT}:user/theirs`)
  assert.equal((await daypass(['static-role', 'rotate', 'app', '--grace', '0s'])).code, 0)
})

test('the key is printed as variables, and for credential_process with its end', async () => {
  await daypass(['static-role', 'write', file])
  const process = json(await credentials('--format', 'credential-process'))
  assert.deepEqual(Object.keys(process), [
    'Version',
    'AccessKeyId',
    'SecretAccessKey',
    'Expiration',
  ])
  const env = await credentials('--format', 'env')
  assert.match(env, /^export AWS_ACCESS_KEY_ID='AKIA\w+'\nexport AWS_SECRET_ACCESS_KEY='.{40}'\n/)
})

test('a terminal gets no secret unless it is asked for', async () => {
  await daypass(['static-role', 'write', file])
  const options = { terminal: true, env: { DAYPASS_IDENTITY: identity } }
  assert.equal((await daypass(['static-creds', 'app'], options)).code, 2)
  assert.equal((await daypass(['static-creds', 'app', '--reveal'], options)).code, 0)
})

test('a name that is not there gets the one that was most likely meant', async () => {
  await daypass(['static-role', 'write', file, '--name', 'payments'])
  const missing = await daypass(['static-creds', 'paymnets'])
  assert.equal(missing.code, 3)
  assert.match(missing.stderr, /did you mean payments\?/)
})

/** A role that may do everything in the other account, and a user there. */
async function makeOtherAccount(roleArn: string, externalId: string): Promise<void> {
  const text = JSON.stringify({
    credential_type: 'assumed_role',
    role_arns: [roleArn],
    external_id: externalId,
  })
  const role = parseRole(text, { file: 'other.json', name: 'other', dialect: 'aws' })
  seedRoles(sandbox, [role])
  const sts = new STS({ region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.root })
  const { Credentials: got } = await sts.assumeRole({
    RoleArn: roleArn,
    RoleSessionName: 'set-up',
    ExternalId: externalId,
  })
  const credentials = {
    accessKeyId: got?.AccessKeyId ?? '',
    secretAccessKey: got?.SecretAccessKey ?? '',
    sessionToken: got?.SessionToken ?? '',
  }
  const there = new IAM({ region: 'us-east-1', endpoint: sandbox.url, credentials })
  await there.createUser({ UserName: 'theirs' })
}
