/** What `daypass inventory` says of IAM: every scene is made by the command itself, on a sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { json, jsonList, openStage } from './stage.ts'

const stage = await openStage()
const { daypass, sandbox } = stage
const at = { endpoint: sandbox.url, region: 'us-east-1', credentials: sandbox.root }
const iam = new IAM(at)
const s3 = new S3({ ...at, forcePathStyle: true })
const BUCKET = 'daypass-state'
const HOUR = 3600

async function issue(role = 'reader', ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await daypass(['issue', role, ...options])
  assert.equal(code, 0, stderr)
  return String(json(stdout)['lease_id'])
}

function userOf(lease: string): string {
  return `daypass-${lease.replace('/', '-')}`
}

/** What an inventory says, as `word kind name`, and how it ended. */
async function look(...options: string[]): Promise<{ code: number; said: readonly string[] }> {
  const { code, stdout, stderr } = await daypass(['inventory', '--json', ...options])
  assert.match(stdout, /^\{/, stderr)
  const said = jsonList(stdout, 'things').map(
    ({ word, kind, name }) => `${String(word)} ${String(kind)} ${String(name)}`,
  )
  return { code, said }
}

async function keys(...folders: readonly string[]): Promise<readonly string[]> {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET })
  return Contents.flatMap(({ Key = '' }) =>
    folders.some((one) => Key.startsWith(one)) ? [Key] : [],
  )
}

async function vanish(...folders: readonly string[]): Promise<void> {
  for (const Key of await keys(...folders)) await s3.deleteObject({ Bucket: BUCKET, Key })
}

/** Every object with its text. */
async function backup(): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>()
  for (const Key of await keys('')) {
    const { Body } = await s3.getObject({ Bucket: BUCKET, Key })
    texts.set(Key, (await Body?.transformToString()) ?? '')
  }
  return texts
}

async function restore(texts: ReadonlyMap<string, string>): Promise<void> {
  await vanish('')
  for (const [Key, Body] of texts) await s3.putObject({ Bucket: BUCKET, Key, Body })
}

test('a live lease is live, a lease whose time is over is due, and both are clean', async () => {
  const lease = await issue()
  assert.deepEqual(await look(), { code: 0, said: [`live user ${userOf(lease)}`] })
  sandbox.clock.advance(2 * HOUR)
  assert.deepEqual(await look(), { code: 0, said: [`due user ${userOf(lease)}`] })
})

test('a user whose process died before its record counts as ours: an orphan', async () => {
  const lease = await issue()
  await vanish('leases/', 'due/', 'audit/')
  sandbox.clock.advance(HOUR)
  assert.deepEqual(await look(), { code: 1, said: [`orphan user ${userOf(lease)}`] })
})

test('a user whose lease object was deleted by hand is an orphan, and its key is named', async () => {
  const lease = await issue()
  await vanish('leases/')
  const { code, stdout } = await daypass(['inventory'])
  assert.equal(code, 1)
  assert.match(stdout, /^orphan\s+user\s+daypass-reader-\S+\s.*no record.*its key AKIA\w+ works$/m)
  assert.ok(stdout.includes(userOf(lease)))
})

test('of a backup of yesterday, what was issued since is an orphan, and what has ended since is missing', async () => {
  const old = await issue('reader', '--ttl', '2h')
  const texts = await backup()
  sandbox.clock.advance(HOUR)
  await daypass(['revoke', old])
  const young = await issue()
  await restore(texts)
  sandbox.clock.advance(24 * HOUR)
  assert.deepEqual(await look(), {
    code: 1,
    said: [`orphan user ${userOf(young)}`, `missing user ${userOf(old)}`],
  })
})

test('the users of another store in the account are strangers', async () => {
  const other = ['--state', `s3://${BUCKET}/other`]
  const [mine, theirs] = [await issue(), await issue('reader', ...other)]
  sandbox.clock.advance(1200)
  assert.deepEqual(await look(), {
    code: 0,
    said: [`stranger user ${userOf(theirs)}`, `live user ${userOf(mine)}`],
  })
  assert.deepEqual((await look(...other)).said, [
    `stranger user ${userOf(mine)}`,
    `live user ${userOf(theirs)}`,
  ])
})

test('a user that only looks like ours is a stranger', async () => {
  const UserName = `daypass-reader-${'A'.repeat(22)}`
  await iam.createUser({ UserName })
  await iam.createUser({ UserName: 'somebody', Path: '/daypass/' })
  await iam.createUser({ UserName: 'ann' })
  const { code, said } = await look()
  assert.equal(code, 0)
  assert.deepEqual([...said].sort(), [`stranger user ${UserName}`, 'stranger user somebody'])
})

test('a user that somebody deleted is missing, and one that was renamed is not', async () => {
  const [gone, renamed] = [await issue(), await issue()]
  await iam.updateUser({ UserName: userOf(renamed), NewUserName: 'free', NewPath: '/elsewhere/' })
  const UserName = userOf(gone)
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  for (const { AccessKeyId } of AccessKeyMetadata)
    await iam.deleteAccessKey({ UserName, AccessKeyId })
  const { PolicyNames = [] } = await iam.listUserPolicies({ UserName })
  for (const PolicyName of PolicyNames) await iam.deleteUserPolicy({ UserName, PolicyName })
  await iam.deleteUser({ UserName })
  sandbox.clock.advance(1200)
  assert.deepEqual(await look(), { code: 0, said: [`missing user ${UserName}`, 'live user free'] })
})

test('a lease that ended a moment ago is due, since IAM may be behind, and an orphan later', async () => {
  const lease = await issue()
  const UserName = userOf(lease)
  const { User } = await iam.getUser({ UserName })
  await daypass(['revoke', lease])
  // As if a request of its maker had landed late.
  await iam.createUser({ UserName, Path: '/daypass/', Tags: User?.Tags })
  assert.deepEqual(await look(), { code: 0, said: [`due user ${UserName}`] })
  sandbox.clock.advance(400)
  assert.deepEqual(await look(), { code: 1, said: [`orphan user ${UserName}`] })
})

for (const [what, state, lose] of [
  ['empty', `s3://${BUCKET}`, () => vanish('')],
  ['gone', 's3://no-such-bucket', () => Promise.resolve()],
] as const) {
  test(`where the store is ${what}, an inventory tells all the same, and says that it proves nothing`, async () => {
    await issue()
    await lose()
    sandbox.clock.advance(HOUR)
    const { code, stdout, stderr } = await daypass(['inventory', '--json', '--state', state])
    const [thing] = jsonList(stdout, 'things')
    assert.equal(thing?.['removable'], false)
    assert.deepEqual([thing['word'], code], what === 'empty' ? ['orphan', 1] : ['stranger', 0])
    assert.match(stderr, /nothing is proven dead by the state/)
  })
}

test('a role file’s path decides nothing: a user elsewhere is found by its name', async () => {
  stage.role(
    'elsewhere',
    `credential_type: iam_user\nuser_path: /teams/\npolicy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']\n`,
  )
  const lease = await issue('elsewhere')
  await vanish('leases/', 'due/')
  assert.deepEqual((await look()).said, [`orphan user ${userOf(lease)}`])
})

const DENY = 'daypass-deny-0123456789abcdef01'
const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringLike: { 'aws:userid': '*x' } },
  },
})

test('a deny is live as long as its session may live, and due after it', async () => {
  const lease = await issue('viewer')
  assert.equal((await daypass(['revoke', lease])).code, 0)
  const [said = ''] = (await look()).said
  assert.match(said, /^live policy daypass-deny-[0-9a-f]{18}$/)
  sandbox.clock.advance(2 * HOUR)
  assert.deepEqual(await look(), { code: 0, said: [said.replace('live', 'due')] })
})

test('a policy that a killed writer left, and no ledger has, is a stranger until all that it can deny is over', async () => {
  await issue('viewer')
  await iam.createPolicy({ PolicyName: DENY, Path: '/daypass/', PolicyDocument: NOTHING })
  sandbox.clock.advance(47 * HOUR)
  assert.deepEqual(await look(), { code: 0, said: [`stranger policy ${DENY}`] })
  sandbox.clock.advance(2 * HOUR)
  assert.deepEqual(await look(), { code: 1, said: [`orphan policy ${DENY}`] })
})

test('a managed policy of another name is a stranger, however old it is', async () => {
  await issue('viewer')
  await iam.createPolicy({ PolicyName: 'theirs', Path: '/daypass/', PolicyDocument: NOTHING })
  await iam.createPolicy({ PolicyName: DENY, Path: '/other/', PolicyDocument: NOTHING })
  sandbox.clock.advance(100 * HOUR)
  assert.deepEqual(await look(), { code: 0, said: ['stranger policy theirs'] })
})

test('while a ledger cannot be read, no policy is called dead', async () => {
  await daypass(['revoke', await issue('viewer')])
  await iam.createPolicy({ PolicyName: DENY, Path: '/daypass/', PolicyDocument: NOTHING })
  const [Key] = await keys('boards/')
  await s3.putObject({ Bucket: BUCKET, Key, Body: '{' })
  sandbox.clock.advance(100 * HOUR)
  const { code, said } = await look()
  assert.equal(code, 0)
  assert.ok(said.includes(`stranger policy ${DENY}`), said.join('\n'))
})

test('a role is missing where sessions of it may live and somebody deleted it', async () => {
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: trust })
  const { Role } = await iam.createRole({ RoleName: 'deploy', AssumeRolePolicyDocument })
  await iam.createRole({ RoleName: 'left', Path: '/daypass/', AssumeRolePolicyDocument })
  stage.role('deployer', `credential_type: assumed_role\nrole_arns: ['${Role?.Arn ?? ''}']\n`)
  const { UserName } = (await iam.createUser({ UserName: 'broker' })).User ?? {}
  const { AccessKey } = await iam.createAccessKey({ UserName })
  await iam.attachUserPolicy({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })
  const own = {
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  }
  const before = { ...process.env }
  Object.assign(process.env, own)
  await issue('deployer')
  Object.assign(process.env, before)
  assert.deepEqual(await look(), { code: 0, said: ['stranger role left', 'live role deploy'] })
  await iam.deleteRole({ RoleName: 'deploy' })
  assert.deepEqual(await look(), { code: 0, said: ['missing role deploy', 'stranger role left'] })
})

test('without the right to list, an inventory says which one is missing', async () => {
  await iam.createUser({ UserName: 'poor' })
  const { AccessKey } = await iam.createAccessKey({ UserName: 'poor' })
  const before = { ...process.env }
  process.env['AWS_ACCESS_KEY_ID'] = AccessKey?.AccessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = AccessKey?.SecretAccessKey
  const { code, stderr } = await daypass(['inventory'])
  Object.assign(process.env, before)
  assert.equal(code, 4)
  assert.match(stderr, /iam:List/)
})
