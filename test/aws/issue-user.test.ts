import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondsAfter } from '../../core/clock.ts'
import {
  LEASE_ID,
  actionsSince,
  allow,
  attempt,
  failure,
  leaseOf,
  leftover,
  plain,
  startStage,
  userLease,
  userNames,
  userOrder,
} from './stage.ts'

const DENIED = 'AccessDenied'

test('an issued user may do what was ordered and nothing else', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { credentials, principal } = await stage.issuer.issue(order, {})
  await stage.issuer.confirm(order, credentials, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.equal(await attempt(stage, credentials, 'put'), DENIED)
  assert.equal(credentials.arn, `arn:aws:iam::123456789012:user/${order.userName}`)
  assert.equal(credentials.sessionToken, undefined)
  assert.deepEqual(credentials.expiresAt, order.expiresAt)
  const { userName, userPath } = order
  const { accessKeyId } = credentials
  const account = '123456789012'
  assert.deepEqual(principal, { type: 'iam_user', userName, userPath, account, accessKeyId })
})

test('a user is made with path, boundary and tags in the one call', async (t) => {
  const stage = await startStage(t)
  const boundary = await stage.iam.createPolicy({
    PolicyName: 'boundary',
    PolicyDocument: allow('s3:GetObject'),
  })
  const permissionsBoundaryArn = boundary.Policy?.Arn ?? ''
  const order = userOrder(stage, {
    userPath: '/ci/',
    permissionsBoundaryArn,
    tags: { 'daypass:lease': LEASE_ID, team: 'a' },
    policyDocument: allow('s3:*'),
  })
  const start = stage.sandbox.requests.length
  const { credentials } = await stage.issuer.issue(order, {})
  assert.deepEqual(actionsSince(stage, start).toSorted(), [
    'CreateAccessKey',
    'CreateUser',
    'PutUserPolicy',
  ])
  const { User } = await stage.iam.getUser({ UserName: order.userName })
  assert.equal(User?.Path, '/ci/')
  assert.equal(User.PermissionsBoundary?.PermissionsBoundaryArn, permissionsBoundaryArn)
  assert.deepEqual(
    User.Tags?.toSorted((a, b) => ((a.Key ?? '') < (b.Key ?? '') ? -1 : 1)),
    [
      { Key: 'daypass:lease', Value: LEASE_ID },
      { Key: 'team', Value: 'a' },
    ],
  )
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.equal(await attempt(stage, credentials, 'put'), DENIED)
})

test('attached policies and groups give their rights', async (t) => {
  const stage = await startStage(t)
  const policy = await stage.iam.createPolicy({
    PolicyName: 'writer',
    PolicyDocument: allow('s3:PutObject'),
  })
  await stage.iam.createGroup({ GroupName: 'listers' })
  await stage.iam.putGroupPolicy({
    GroupName: 'listers',
    PolicyName: 'p',
    PolicyDocument: allow('iam:ListUsers'),
  })
  const order = userOrder(stage, {
    policyArns: [policy.Policy?.Arn ?? ''],
    groups: ['listers'],
    policyDocument: undefined,
  })
  const { credentials } = await stage.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'put'), 'done')
  assert.equal(await attempt(stage, credentials, 'list users'), 'done')
  assert.equal(await attempt(stage, credentials, 'get'), DENIED)
})

test('a user’s policy ends it at its time, whatever else allows', async (t) => {
  const stage = await startStage(t)
  for (const policyDocument of [allow('s3:GetObject'), undefined]) {
    const order = userOrder(stage, {
      policyDocument,
      policyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      expiresAt: new Date(Math.ceil(stage.clock.now().getTime() / 1000 + 60) * 1000),
    })
    const { credentials } = await stage.issuer.issue(order, {})
    await moveTo(secondsAfter(order.expiresAt, -2))
    assert.equal(await attempt(stage, credentials, 'get'), 'done')
    await moveTo(secondsAfter(order.expiresAt, 1.1))
    assert.equal(await attempt(stage, credentials, 'get'), DENIED)
    await stage.revoke(userLease(stage, order))
  }

  function moveTo(time: Date): Promise<void> {
    stage.sandbox.clock.advance((time.getTime() - stage.clock.now().getTime()) / 1000)
    return Promise.resolve()
  }
})

test('extending moves the end and nothing else, in two reads and one write', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { credentials, principal } = await stage.issuer.issue(order, {})
  const lease = leaseOf(stage, principal)
  const later = secondsAfter(order.expiresAt, 3600)
  const start = stage.sandbox.requests.length
  await stage.issuer.extend(lease, later, {})
  assert.deepEqual(actionsSince(stage, start), [
    'ListUserPolicies',
    'GetUserPolicy',
    'PutUserPolicy',
  ])
  stage.sandbox.clock.advance(3700)
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.equal(await attempt(stage, credentials, 'put'), DENIED)
  stage.sandbox.clock.advance(3600)
  assert.equal(await attempt(stage, credentials, 'get'), DENIED)
})

test('extending keeps what somebody changed in the policy by hand', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { credentials, principal } = await stage.issuer.issue(order, {})
  const key = { UserName: order.userName, PolicyName: order.policyName }
  const { PolicyDocument = '' } = await stage.iam.getUserPolicy(key)
  const widened = decodeURIComponent(PolicyDocument).replace('s3:GetObject', 's3:*Object')
  await stage.iam.putUserPolicy({ ...key, PolicyDocument: widened })
  await stage.issuer.extend(leaseOf(stage, principal), secondsAfter(order.expiresAt, 60), {})
  assert.equal(await attempt(stage, credentials, 'put'), 'done')
})

test('extending a user that is gone, or has no policy any more, is refused', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const { principal } = await stage.issuer.issue(order, {})
  const lease = leaseOf(stage, principal)
  const key = { UserName: order.userName, PolicyName: order.policyName }
  await stage.iam.deleteUserPolicy(key)
  const bare = await failure(stage.issuer.extend(lease, order.expiresAt, {}))
  assert.equal(bare.code, 'aws-rejected')
  await stage.revoke(lease)
  const gone = await failure(stage.issuer.extend(lease, order.expiresAt, {}))
  assert.equal(gone.code, 'aws-rejected')
})

test('a policy without room for the end is taken as it is; one over AWS’s limit is refused unasked', async (t) => {
  const stage = await startStage(t)
  const filled = (size: number) =>
    allow('s3:GetObject', `s3:${'x'.repeat(size - allow('s3:GetObject', 's3:').length)}`)
  const tight = userOrder(stage, { policyDocument: filled(2000) })
  const { credentials, principal } = await stage.issuer.issue(tight, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  await stage.issuer.extend(leaseOf(stage, principal), secondsAfter(tight.expiresAt, 60), {})
  await stage.revoke(leaseOf(stage, principal))
  const start = stage.sandbox.requests.length
  const large = await failure(
    stage.issuer.issue(userOrder(stage, { policyDocument: filled(2050) }), {}),
  )
  assert.equal(large.code, 'aws-limit-exceeded')
  assert.match(large.message, /2050 characters, 2 more/)
  assert.deepEqual(actionsSince(stage, start), [])
})

test('a user of the same name that is not of this lease is left alone', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  await stage.iam.createUser({ UserName: order.userName })
  const error = await failure(stage.issuer.issue(order, {}))
  assert.equal(error.code, 'aws-rejected')
  const keys = await stage.iam.listAccessKeys({ UserName: order.userName })
  assert.deepEqual(keys.AccessKeyMetadata, [])
})

test('a policy or group that is not there fails at once, and revoking leaves nothing', async (t) => {
  const stage = await startStage(t)
  for (const changes of [
    { policyArns: ['arn:aws:iam::123456789012:policy/nowhere'] },
    { groups: ['nobody'] },
    { policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps"}]}' },
  ]) {
    const before = stage.clock.now().getTime()
    const order = userOrder(stage, changes)
    const error = await failure(stage.issuer.issue(order, {}))
    assert.equal(error.code, 'aws-rejected')
    assert.ok(stage.clock.now().getTime() - before < 5000, 'it was tried again in vain')
    await stage.revoke(userLease(stage, order))
    assert.deepEqual(leftover(stage), [])
    assert.deepEqual(await userNames(stage), [])
  }
})

test('an account without room for another user says so', async (t) => {
  const stage = await startStage(t, { limits: { users: 1 } })
  const error = await failure(stage.issuer.issue(userOrder(stage), {}))
  assert.equal(error.code, 'aws-limit-exceeded')
})

test('ARNs follow the partition', async (t) => {
  const stage = await startStage(t, { partition: 'aws-us-gov' })
  const { credentials } = await stage.issuer.issue(userOrder(stage), {})
  assert.match(credentials.arn ?? '', /^arn:aws-us-gov:iam::123456789012:user\//)
})

test('IAM that throttles for a while is waited for by the SDK', async (t) => {
  const stage = await startStage(t)
  const effect = { kind: 'status', status: 400, code: 'Throttling' } as const
  stage.sandbox.faults.add({ service: 'iam', action: 'CreateAccessKey', nth: 1, effect })
  const { credentials } = await stage.issuer.issue(userOrder(stage), {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
})

test('IAM that is busy with the same user, or does not see it yet, is asked again', async (t) => {
  const stage = await startStage(t)
  const order = userOrder(stage)
  const passing = [
    ['CreateUser', 409, 'ConcurrentModification', 'busy'],
    ['PutUserPolicy', 404, 'NoSuchEntity', `The user with name ${order.userName} cannot be found.`],
    ['CreateAccessKey', 409, 'EntityTemporarilyUnmodifiable', 'wait'],
  ] as const
  for (const [action, status, code, message] of passing) {
    const effect = { kind: 'status', status, code, message } as const
    stage.sandbox.faults.add({ service: 'iam', action, nth: 1, effect })
  }
  const { credentials } = await stage.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
})

test('a broker with narrow rights issues, and is told the right that it lacks', async (t) => {
  const stage = await startStage(t)
  await stage.iam.createUser({ UserName: 'broker' })
  const key = await stage.iam.createAccessKey({ UserName: 'broker' })
  const rights = ['CreateUser', 'TagUser', 'PutUserPolicy', 'CreateAccessKey']
  const grant = (names: readonly string[]) =>
    stage.iam.putUserPolicy({
      UserName: 'broker',
      PolicyName: 'rights',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: names.map((name) => `iam:${name}`),
            Resource: 'arn:aws:iam::123456789012:user/daypass-*',
          },
        ],
      }),
    })
  const { AccessKeyId = '', SecretAccessKey = '' } = key.AccessKey ?? {}
  const broker = stage.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })
  const order = userOrder(stage)
  for (const missing of rights) {
    await grant(rights.filter((name) => name !== missing))
    const error = await failure(broker.issuer.issue(order, {}))
    assert.equal(error.code, 'aws-denied')
    assert.match(error.hint ?? '', new RegExp(`^allow iam:${missing} on .*${order.userName}`))
    await stage.revoke(userLease(stage, order))
  }
  await grant(rights)
  const { credentials } = await broker.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
  assert.ok(plain(credentials).secretAccessKey.length > 20)
})
