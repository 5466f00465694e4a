import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BUCKET,
  addRole,
  addUser,
  codeOf,
  document,
  failure,
  keysOf,
  policy,
  startStage,
} from './stage.ts'

const OBJECT = `arn:aws:s3:::${BUCKET}/k`
const GET = { Bucket: BUCKET, Key: 'k' }
const S3 = policy('Allow', 's3:*')

test('a user may do what its policies allow, and is told in the words of AWS what they do not', async (t) => {
  const stage = await startStage(t)
  await stage.s3.putObject({ ...GET, Body: 'hello' })
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', 's3:GetObject', OBJECT)))
  await ann.s3.getObject(GET)
  const denied = await failure(ann.s3.putObject({ ...GET, Body: 'x' }))
  assert.equal(denied.status, 403)
  assert.equal(
    denied.message,
    'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: s3:PutObject ' +
      `on resource: "${OBJECT}" because no identity-based policy allows the s3:PutObject action`,
  )
  const iam = await failure(ann.iam.listUsers())
  assert.equal(
    iam.message,
    'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: iam:ListUsers ' +
      'on resource: arn:aws:iam::123456789012:user/ ' +
      'because no identity-based policy allows the iam:ListUsers action',
  )
})

test('an explicit deny stands above every allow, and is named as one', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', S3))
  await stage.iam.putUserPolicy({
    UserName: 'ann',
    PolicyName: 'no',
    PolicyDocument: policy('Deny', 's3:GetObject'),
  })
  const { message } = await failure(ann.s3.getObject(GET))
  assert.match(message, /with an explicit deny in an identity-based policy$/)
})

test('rights come from inline policies, attached ones and groups, and go with them', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  const ann = stage.as(await addUser(stage, 'ann'))
  const refused = async (): Promise<void> => {
    assert.equal(await codeOf(ann.s3.listBuckets()), 'AccessDenied 403')
  }
  await refused()
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn })
  await ann.s3.listBuckets()
  await iam.detachUserPolicy({ UserName: 'ann', PolicyArn })
  await refused()
  await iam.createGroup({ GroupName: 'readers' })
  await iam.putGroupPolicy({ GroupName: 'readers', PolicyName: 'g', PolicyDocument: S3 })
  await iam.addUserToGroup({ GroupName: 'readers', UserName: 'ann' })
  await ann.s3.listBuckets()
  await iam.deleteGroupPolicy({ GroupName: 'readers', PolicyName: 'g' })
  await refused()
  await iam.attachGroupPolicy({ GroupName: 'readers', PolicyArn })
  await ann.s3.listBuckets()
  await iam.removeUserFromGroup({ GroupName: 'readers', UserName: 'ann' })
  await refused()
})

test('a managed policy is in force in its default version', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  const ann = stage.as(await addUser(stage, 'ann'))
  const { Policy } = await iam.createPolicy({ PolicyName: 'p', PolicyDocument: S3 })
  const PolicyArn = Policy?.Arn ?? ''
  await iam.attachUserPolicy({ UserName: 'ann', PolicyArn })
  await ann.s3.listBuckets()
  await iam.createPolicyVersion({
    PolicyArn,
    PolicyDocument: policy('Allow', 'iam:*'),
    SetAsDefault: true,
  })
  assert.equal(await codeOf(ann.s3.listBuckets()), 'AccessDenied 403')
  await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v1' })
  await ann.s3.listBuckets()
})

test('a permissions boundary limits a user until it is taken away', async (t) => {
  const stage = await startStage(t)
  const { iam } = stage
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', '*')))
  const boundary = await iam.createPolicy({
    PolicyName: 'limit',
    PolicyDocument: policy('Allow', 's3:*'),
  })
  const PermissionsBoundary = boundary.Policy?.Arn ?? ''
  await iam.putUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary })
  await ann.s3.listBuckets()
  const { message } = await failure(ann.iam.listUsers())
  assert.match(message, /because no permissions boundary allows the iam:ListUsers action$/)
  await iam.deleteUserPermissionsBoundary({ UserName: 'ann' })
  await ann.iam.listUsers()
})

test('a session policy limits a role session, and its deny after a time ends it', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', S3)
  const after = new Date(stage.sandbox.clock.now().getTime() + 300_000).toISOString()
  const answer = await stage.sts.assumeRole({
    RoleArn: arn,
    RoleSessionName: 'short',
    Policy: document(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateGreaterThan: { 'aws:CurrentTime': after } },
      },
    ),
  })
  const session = stage.as(keysOf(answer))
  await session.s3.listBuckets()
  stage.sandbox.clock.advance(299)
  await session.s3.listBuckets()
  stage.sandbox.clock.advance(2)
  const { message } = await failure(session.s3.listBuckets())
  assert.match(message, /with an explicit deny in a session policy$/)
  const narrow = await stage.sts.assumeRole({
    RoleArn: arn,
    RoleSessionName: 'narrow',
    Policy: policy('Allow', 's3:GetObject'),
  })
  const refused = await failure(stage.as(keysOf(narrow)).s3.listBuckets())
  assert.match(refused.message, /because no session policy allows the s3:ListAllMyBuckets action$/)
})

test('a deny by aws:userid ends one session of a role and no other', async (t) => {
  const stage = await startStage(t)
  const { arn, id } = await addRole(stage, 'worker', S3)
  const assume = async (RoleSessionName: string) =>
    stage.as(keysOf(await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName })))
  const [one, two] = [await assume('lease-1'), await assume('lease-2')]
  await stage.iam.putRolePolicy({
    RoleName: 'worker',
    PolicyName: 'deny',
    PolicyDocument: policy('Deny', '*', '*', { StringEquals: { 'aws:userid': [`${id}:lease-1`] } }),
  })
  assert.equal(await codeOf(one.s3.listBuckets()), 'AccessDenied 403')
  await one.sts.getCallerIdentity()
  await two.s3.listBuckets()
})

test('a deny by aws:TokenIssueTime ends the sessions before a time, and spares the long-term key', async (t) => {
  const stage = await startStage(t)
  const keys = await addUser(stage, 'ann', S3)
  const ann = stage.as(keys)
  const old = stage.as(keysOf(await ann.sts.getSessionToken({})))
  stage.sandbox.clock.advance(10)
  const time = stage.sandbox.clock.now().toISOString()
  await stage.iam.putUserPolicy({
    UserName: 'ann',
    PolicyName: 'revoke',
    PolicyDocument: policy('Deny', '*', '*', {
      DateLessThan: { 'aws:TokenIssueTime': time },
    }),
  })
  stage.sandbox.clock.advance(10)
  const young = stage.as(keysOf(await ann.sts.getSessionToken({})))
  assert.equal(await codeOf(old.s3.listBuckets()), 'AccessDenied 403')
  await young.s3.listBuckets()
  await ann.s3.listBuckets()
})

test('a federated user has what its user and its session policy both allow', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(
    await addUser(stage, 'ann', policy('Allow', ['s3:*', 'sts:GetFederationToken'])),
  )
  const federate = async (Policy?: string) =>
    stage.as(keysOf(await ann.sts.getFederationToken({ Name: 'fed', ...(Policy && { Policy }) })))
  const narrow = await federate(policy('Allow', 's3:ListAllMyBuckets'))
  await narrow.s3.listBuckets()
  assert.equal(await codeOf(narrow.s3.listObjectsV2({ Bucket: BUCKET })), 'AccessDenied 403')
  const nothing = await federate()
  assert.equal(await codeOf(nothing.s3.listBuckets()), 'AccessDenied 403')
  await stage.s3.putBucketPolicy({
    Bucket: BUCKET,
    Policy: document({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:sts::123456789012:federated-user/fed' },
      Action: 's3:ListBucket',
      Resource: `arn:aws:s3:::${BUCKET}`,
    }),
  })
  await nothing.s3.listObjectsV2({ Bucket: BUCKET })
})

test('a bucket policy reaches across accounts only together with the policy of the other account', async (t) => {
  const stage = await startStage(t)
  const { world } = stage.sandbox
  const away = await addRole(stage, 'away', S3)
  const home = stage.as(
    keysOf(await stage.sts.assumeRole({ RoleArn: away.arn, RoleSessionName: 'home' })),
  )
  const bucket = world.buckets.get(BUCKET)
  assert(bucket !== undefined)
  world.buckets.set(BUCKET, { ...bucket, accountId: '999999999999' })
  assert.equal(await codeOf(home.s3.listObjectsV2({ Bucket: BUCKET })), 'AccessDenied 403')
  const { readPolicy } = await import('../../sandbox/iam/documents.ts')
  const text = document({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::123456789012:root' },
    Action: 's3:ListBucket',
    Resource: `arn:aws:s3:::${BUCKET}`,
  })
  const shared = { ...bucket, accountId: '999999999999', policy: readPolicy(text, 'resource') }
  world.buckets.set(BUCKET, shared)
  await home.s3.listObjectsV2({ Bucket: BUCKET })
  const poor = await addUser(stage, 'poor', policy('Allow', 'iam:*'))
  assert.equal(
    await codeOf(stage.as(poor).s3.listObjectsV2({ Bucket: BUCKET })),
    'AccessDenied 403',
  )
})
