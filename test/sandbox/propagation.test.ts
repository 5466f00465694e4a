import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveCredentials } from '../../sandbox/live-credentials.ts'
import {
  type Stage,
  addKey,
  addRole,
  addUser,
  codeOf,
  keysOf,
  policy,
  startStage,
} from './stage.ts'

const DELAY = { propagationSeconds: 10 }
const S3 = policy('Allow', 's3:*')

function pass(stage: Stage, seconds: number): void {
  stage.sandbox.clock.advance(seconds)
}

test('the administrator and the roles that are there from the start work at once', async (t) => {
  const stage = await startStage(t, DELAY)
  await stage.s3.listBuckets()
})

test('a new key is refused until it has spread, though IAM shows it at once', async (t) => {
  const stage = await startStage(t, DELAY)
  const keys = await addUser(stage, 'ann', S3)
  const { s3 } = stage.as(keys)
  const { AccessKeyMetadata } = await stage.iam.listAccessKeys({ UserName: 'ann' })
  assert.equal(AccessKeyMetadata?.length, 1)
  assert.equal(await codeOf(s3.listBuckets()), 'InvalidAccessKeyId 403')
  pass(stage, 9)
  assert.equal(await codeOf(s3.listBuckets()), 'InvalidAccessKeyId 403')
  pass(stage, 1)
  await s3.listBuckets()
})

test('a deleted or inactive key is honoured until that has spread', async (t) => {
  const stage = await startStage(t, DELAY)
  const first = await addUser(stage, 'ann', S3)
  const second = await addKey(stage, 'ann')
  pass(stage, 10)
  await stage.iam.deleteAccessKey({ UserName: 'ann', AccessKeyId: first.accessKeyId })
  await stage.iam.updateAccessKey({
    UserName: 'ann',
    AccessKeyId: second.accessKeyId,
    Status: 'Inactive',
  })
  for (const keys of [first, second]) await stage.as(keys).s3.listBuckets()
  pass(stage, 10)
  for (const keys of [first, second]) {
    assert.equal(await codeOf(stage.as(keys).s3.listBuckets()), 'InvalidAccessKeyId 403')
  }
})

test('a user that is deleted whole works until that has spread', async (t) => {
  const stage = await startStage(t, DELAY)
  const keys = await addUser(stage, 'ann', S3)
  pass(stage, 10)
  await stage.iam.deleteAccessKey({ UserName: 'ann', AccessKeyId: keys.accessKeyId })
  await stage.iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'own' })
  await stage.iam.deleteUser({ UserName: 'ann' })
  assert.equal(await codeOf(stage.iam.getUser({ UserName: 'ann' })), 'NoSuchEntityException 404')
  await stage.as(keys).s3.listBuckets()
  const isLive = () =>
    liveCredentials(stage.sandbox.world, stage.sandbox.clock.now()).some(
      ({ accessKeyId }) => accessKeyId === keys.accessKeyId,
    )
  assert.equal(isLive(), true)
  pass(stage, 10)
  assert.equal(isLive(), false)
  assert.equal(await codeOf(stage.as(keys).s3.listBuckets()), 'InvalidAccessKeyId 403')
})

test('policies take hold and are lost late, each at its own time', async (t) => {
  const stage = await startStage(t, DELAY)
  const keys = await addUser(stage, 'ann', S3)
  const { s3 } = stage.as(keys)
  pass(stage, 10)
  const put = (PolicyName: string, PolicyDocument: string) =>
    stage.iam.putUserPolicy({ UserName: 'ann', PolicyName, PolicyDocument })
  await put('no', policy('Deny', '*'))
  pass(stage, 4)
  await stage.iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'no' })
  await s3.listBuckets()
  pass(stage, 6)
  assert.equal(await codeOf(s3.listBuckets()), 'AccessDenied 403')
  pass(stage, 4)
  await s3.listBuckets()
})

test('a deny on a role reaches a session that runs late, and a new role can be assumed late', async (t) => {
  const stage = await startStage(t, DELAY)
  const { arn, id } = await addRole(stage, 'worker', S3)
  const assume = { RoleArn: arn, RoleSessionName: 'me' }
  assert.equal(await codeOf(stage.sts.assumeRole(assume)), 'AccessDenied 403')
  pass(stage, 10)
  const session = stage.as(keysOf(await stage.sts.assumeRole(assume)))
  await session.s3.listBuckets()
  await stage.iam.putRolePolicy({
    RoleName: 'worker',
    PolicyName: 'no',
    PolicyDocument: policy('Deny', '*', '*', { StringEquals: { 'aws:userid': `${id}:me` } }),
  })
  await session.s3.listBuckets()
  pass(stage, 10)
  assert.equal(await codeOf(session.s3.listBuckets()), 'AccessDenied 403')
})

test('a managed policy in a new version takes hold late', async (t) => {
  const stage = await startStage(t, DELAY)
  const { Policy } = await stage.iam.createPolicy({ PolicyName: 'p', PolicyDocument: S3 })
  const PolicyArn = Policy?.Arn ?? ''
  const { s3 } = stage.as(await addUser(stage, 'ann'))
  await stage.iam.attachUserPolicy({ UserName: 'ann', PolicyArn })
  pass(stage, 10)
  await s3.listBuckets()
  const PolicyDocument = policy('Allow', 'iam:*')
  await stage.iam.createPolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true })
  await s3.listBuckets()
  pass(stage, 10)
  assert.equal(await codeOf(s3.listBuckets()), 'AccessDenied 403')
})

test('objects are there at once, whatever IAM needs', async (t) => {
  const stage = await startStage(t, DELAY)
  await stage.s3.putObject({ Bucket: 'daypass-state', Key: 'k', Body: 'x' })
  await stage.s3.getObject({ Bucket: 'daypass-state', Key: 'k' })
})
