/** What an inventory says of policies and roles, and without a right: every scene is made by the command itself, on a sandbox. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BUCKET, DENY, HOUR, NOTHING, openInventoryStage } from './stage.ts'

const stage = await openInventoryStage()
const { daypass, sandbox, iam, s3, issue, look, keys } = stage

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
