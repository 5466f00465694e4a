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
  trust,
} from './stage.ts'

const GET = { Bucket: BUCKET, Key: 'k' }
const S3 = policy('Allow', 's3:*')

test('conditions see the caller: name, tags, ids, address, agent, region and time', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann')
  await stage.iam.tagUser({ UserName: 'ann', Tags: [{ Key: 'team', Value: 'blue' }] })
  const allowedIf = async (condition: object): Promise<boolean> => {
    await stage.iam.putUserPolicy({
      UserName: 'ann',
      PolicyName: 'own',
      PolicyDocument: policy('Allow', 's3:*', '*', condition),
    })
    return await stage
      .as(ann)
      .s3.listBuckets()
      .then(
        () => true,
        () => false,
      )
  }
  const holds: readonly object[] = [
    { StringEquals: { 'aws:username': 'ann' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
    { StringEquals: { 'aws:userid': ann.id } },
    { ArnEquals: { 'aws:PrincipalArn': ann.arn } },
    { StringEquals: { 'aws:PrincipalAccount': '123456789012', 'aws:PrincipalType': 'User' } },
    { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } },
    { StringLike: { 'aws:UserAgent': '*aws-sdk-js*' } },
    { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { Null: { 'aws:TokenIssueTime': 'true', 'aws:MultiFactorAuthPresent': 'true' } },
    { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
  ]
  for (const condition of holds) assert(await allowedIf(condition), JSON.stringify(condition))
  assert.equal(await allowedIf({ StringEquals: { 'aws:PrincipalTag/team': 'red' } }), false)
  assert.equal(await allowedIf({ DateLessThan: { 'aws:CurrentTime': '2020-01-01' } }), false)
})

test('a bucket that wants TLS refuses whatever comes to a sandbox that counts as plain HTTP', async (t) => {
  for (const secureTransport of [true, false]) {
    const stage = await startStage(t, { secureTransport })
    const tls = { Bool: { 'aws:SecureTransport': 'false' } }
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: tls }
    const Resource = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`]
    const Policy = document({ ...statement, Resource })
    await stage.s3.putBucketPolicy({ Bucket: BUCKET, Policy })
    const written = stage.s3.putObject({ Bucket: BUCKET, Key: 'k', Body: '' })
    if (secureTransport) await written
    else assert.match(await codeOf(written), /^AccessDenied 403/)
  }
})

test('conditions on a listing see its prefix, on a write its conditions and encryption', async (t) => {
  const stage = await startStage(t)
  const bucket = `arn:aws:s3:::${BUCKET}`
  const keys = await addUser(
    stage,
    'ann',
    document(
      {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: { StringLike: { 's3:prefix': 'own/*' } },
      },
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: `${bucket}/*` },
      {
        Effect: 'Deny',
        Action: 's3:PutObject',
        Resource: '*',
        Condition: { Null: { 's3:if-none-match': 'true', 's3:if-match': 'true' } },
      },
      {
        Effect: 'Deny',
        Action: 's3:PutObject',
        Resource: '*',
        Condition: { StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      },
    ),
  )
  const { s3 } = stage.as(keys)
  await s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'own/x' })
  assert.equal(await codeOf(s3.listObjectsV2({ Bucket: BUCKET })), 'AccessDenied 403')
  assert.equal(await codeOf(s3.putObject({ ...GET, Body: 'x' })), 'AccessDenied 403')
  await s3.putObject({ ...GET, Body: 'x', IfNoneMatch: '*' })
  const encrypted = { ...GET, Body: 'x', IfMatch: '*', ServerSideEncryption: 'aws:kms' } as const
  assert.equal(await codeOf(s3.putObject(encrypted)), 'AccessDenied 403')
})

test('to write on the condition of an ETag one must also be allowed to read', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', 's3:PutObject')))
  await ann.s3.putObject({ ...GET, Body: 'x', IfNoneMatch: '*' })
  const call = ann.s3.putObject({ ...GET, Body: 'y', IfMatch: '*' })
  assert.match((await failure(call)).message, /perform: s3:GetObject/)
})

test('a session of a role is its role to aws:PrincipalArn', async (t) => {
  const stage = await startStage(t)
  const arn = 'arn:aws:iam::123456789012:role/worker'
  await addRole(
    stage,
    'worker',
    policy('Allow', 's3:*', '*', { ArnEquals: { 'aws:PrincipalArn': arn } }),
  )
  const answer = await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' })
  await stage.as(keysOf(answer)).s3.listBuckets()
})

test('a boundary whose policy is gone allows nothing', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', S3))
  const { Policy } = await stage.iam.createPolicy({ PolicyName: 'limit', PolicyDocument: S3 })
  const PermissionsBoundary = Policy?.Arn ?? ''
  await stage.iam.putUserPermissionsBoundary({ UserName: 'ann', PermissionsBoundary })
  await ann.s3.listBuckets()
  stage.sandbox.world.account('123456789012').policies.delete(PermissionsBoundary)
  assert.equal(await codeOf(ann.s3.listBuckets()), 'AccessDenied 403')
})

test('who may not list a bucket is not told that a key is missing', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', 's3:GetObject')))
  assert.equal(await codeOf(ann.s3.getObject(GET)), 'AccessDenied 403')
  assert.equal(await codeOf(stage.s3.getObject(GET)), 'NoSuchKey 404')
})

test('narrow rights on users do not reach users that are not there', async (t) => {
  const stage = await startStage(t)
  const own = 'arn:aws:iam::123456789012:user/leases/*'
  const ann = stage.as(await addUser(stage, 'ann', policy('Allow', 'iam:*', own)))
  const { message } = await failure(ann.iam.getUser({ UserName: 'gone' }))
  assert.match(message, /perform: iam:GetUser on resource: user gone because no identity-based/)
  assert.equal(await codeOf(stage.iam.getUser({ UserName: 'gone' })), 'NoSuchEntityException 404')
  await ann.iam.createUser({ UserName: 'l1', Path: '/leases/' })
  await ann.iam.deleteUser({ UserName: 'l1' })
  assert.equal(await codeOf(ann.iam.createUser({ UserName: 'l2' })), 'AccessDenied 403')
})

test('a user made with tags or a boundary is judged by them', async (t) => {
  const stage = await startStage(t)
  const { Policy } = await stage.iam.createPolicy({ PolicyName: 'b', PolicyDocument: S3 })
  const PermissionsBoundary = Policy?.Arn ?? ''
  const maker = stage.as(
    await addUser(
      stage,
      'maker',
      document(
        {
          Effect: 'Allow',
          Action: ['iam:CreateUser', 'iam:PutUserPolicy'],
          Resource: '*',
          Condition: { ArnEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } },
        },
        {
          Effect: 'Allow',
          Action: 'iam:TagUser',
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestTag/team': 'blue' } },
        },
      ),
    ),
  )
  const tags = (Value: string) => ({ Tags: [{ Key: 'team', Value }] })
  const make = (UserName: string, more: object) => maker.iam.createUser({ UserName, ...more })
  assert.equal(await codeOf(make('u1', {})), 'AccessDenied 403')
  assert.equal(
    await codeOf(make('u2', { PermissionsBoundary, ...tags('red') })),
    'AccessDenied 403',
  )
  await make('u3', { PermissionsBoundary, ...tags('blue') })
  const put = { PolicyName: 'p', PolicyDocument: S3 }
  await maker.iam.putUserPolicy({ UserName: 'u3', ...put })
  await stage.iam.createUser({ UserName: 'free' })
  assert.equal(
    await codeOf(maker.iam.putUserPolicy({ UserName: 'free', ...put })),
    'AccessDenied 403',
  )
})

test('rights on users can hang on the tags that they have', async (t) => {
  const stage = await startStage(t)
  const tagged = { StringEquals: { 'aws:ResourceTag/owner': 'daypass' } }
  const keys = await addUser(stage, 'keeper', policy('Allow', 'iam:DeleteUser', '*', tagged))
  const { iam } = stage.as(keys)
  await stage.iam.createUser({ UserName: 'own', Tags: [{ Key: 'owner', Value: 'daypass' }] })
  await stage.iam.createUser({ UserName: 'other' })
  await iam.deleteUser({ UserName: 'own' })
  assert.equal(await codeOf(iam.deleteUser({ UserName: 'other' })), 'AccessDenied 403')
})

test('a role of another account is assumed when both accounts agree', async (t) => {
  const stage = await startStage(t)
  const { world, clock } = stage.sandbox
  const { newRole } = await import('../../sandbox/iam/roles.ts')
  const { readPolicy } = await import('../../sandbox/iam/documents.ts')
  const accountId = '222222222222'
  const role = newRole(
    { world, now: clock.now() },
    { accountId, path: '/x/', name: 'far', trust: readPolicy(trust('123456789012'), 'trust') },
  )
  world.account(accountId).roles.set('far', role)
  const answer = await stage.sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 'visit' })
  assert.equal(answer.AssumedRoleUser?.Arn, 'arn:aws:sts::222222222222:assumed-role/far/visit')
  const poor = stage.as(await addUser(stage, 'poor'))
  const assume = { RoleArn: role.arn, RoleSessionName: 'visit' }
  assert.equal(await codeOf(poor.sts.assumeRole(assume)), 'AccessDenied 403')
})
