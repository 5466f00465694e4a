import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, addUser, codeOf, failure, keysOf, policy, startStage, trust } from './stage.ts'
import { defined } from '../../core/language/defined.ts'

const EVERYTHING = policy('Allow', '*')
const ACCOUNT = '123456789012'

test('GetCallerIdentity tells each kind of caller who it is, and cannot be denied', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann', policy('Deny', '*'))
  const told = await stage.as(ann).sts.getCallerIdentity()
  assert.deepEqual([told.Arn, told.UserId, told.Account], [ann.arn, ann.id, ACCOUNT])
  const { arn, id } = await addRole(stage, 'worker', EVERYTHING)
  const role = await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' })
  const session = await stage.as(keysOf(role)).sts.getCallerIdentity()
  assert.equal(session.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/me`)
  assert.equal(session.UserId, `${id}:me`)
  assert.equal(role.AssumedRoleUser?.AssumedRoleId, session.UserId)
  const federated = await stage.sts.getFederationToken({ Name: 'bob', Policy: EVERYTHING })
  const bob = await stage.as(keysOf(federated)).sts.getCallerIdentity()
  assert.equal(bob.Arn, `arn:aws:sts::${ACCOUNT}:federated-user/bob`)
  assert.equal(bob.UserId, `${ACCOUNT}:bob`)
  assert.equal(federated.FederatedUser?.FederatedUserId, bob.UserId)
  const own = await stage.as(keysOf(await stage.sts.getSessionToken({}))).sts.getCallerIdentity()
  assert.equal(own.Arn, `arn:aws:iam::${ACCOUNT}:user/daypass-root`)
})

test('ids and keys have the shape of AWS', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann')
  const { id } = await addRole(stage, 'worker', EVERYTHING)
  const session = keysOf(await stage.sts.getSessionToken({}))
  assert.match(ann.id, /^AIDA[A-Z2-7]{17}$/)
  assert.match(ann.accessKeyId, /^AKIA[A-Z2-7]{16}$/)
  assert.match(ann.secretAccessKey, /^[A-Za-z0-9/+]{40}$/)
  assert.match(id, /^AROA[A-Z2-7]{17}$/)
  assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/)
})

test('durations have the bounds of AWS, and those of the role', async (t) => {
  const stage = await startStage(t)
  const { sts } = stage
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const assume = (DurationSeconds: number) =>
    sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me', DurationSeconds })
  for (const seconds of [899, 3601, 43_201]) {
    assert.equal(await codeOf(assume(seconds)), 'ValidationError 400', `${seconds}`)
  }
  await assume(900)
  await stage.iam.updateRole({ RoleName: 'worker', MaxSessionDuration: 43_200 })
  await assume(43_200)
  const federate = (DurationSeconds: number) =>
    sts.getFederationToken({ Name: 'fed', DurationSeconds })
  for (const call of [
    federate,
    (seconds: number) => sts.getSessionToken({ DurationSeconds: seconds }),
  ]) {
    assert.equal(await codeOf(call(899)), 'ValidationError 400')
    assert.equal(await codeOf(call(129_601)), 'ValidationError 400')
    await call(129_600)
  }
})

test('sessions may be shorter where the sandbox is told so', async (t) => {
  const stage = await startStage(t, { limits: { shortestSessionSeconds: 1 } })
  const session = stage.as(keysOf(await stage.sts.getSessionToken({ DurationSeconds: 5 })))
  await session.s3.listBuckets()
  stage.sandbox.clock.advance(5)
  assert.equal(await codeOf(session.s3.listBuckets()), 'ExpiredToken 400')
})

test('a role session that assumes a role gets an hour at most', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  await stage.iam.updateRole({ RoleName: 'worker', MaxSessionDuration: 43_200 })
  const first = await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'one' })
  const { sts } = stage.as(keysOf(first))
  const chained = { RoleArn: arn, RoleSessionName: 'two' }
  const { message } = await failure(sts.assumeRole({ ...chained, DurationSeconds: 3601 }))
  assert.match(message, /1 hour session limit for roles assumed by role chaining/)
  await sts.assumeRole({ ...chained, DurationSeconds: 3600 })
})

test('names of sessions have the pattern and length of AWS', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  for (const RoleSessionName of ['x', 'bad name', 'x'.repeat(65), 'a/b']) {
    const call = stage.sts.assumeRole({ RoleArn: arn, RoleSessionName })
    assert.equal(await codeOf(call), 'ValidationError 400', RoleSessionName)
  }
  for (const Name of ['x', 'bad!', 'x'.repeat(33)]) {
    assert.equal(await codeOf(stage.sts.getFederationToken({ Name })), 'ValidationError 400', Name)
  }
  await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: `${'x'.repeat(59)}=,.@-` })
})

test('session policies have their limits of size and number', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const assume = (more: object) =>
    stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me', ...more })
  const sized = (length: number): string => EVERYTHING.padEnd(length, ' ')
  const small = await assume({ Policy: sized(2048) })
  assert((small.SessionTokenUtilization ?? 0) > 0)
  assert.equal(await codeOf(assume({ Policy: sized(2049) })), 'ValidationError 400')
  assert.equal(
    await codeOf(assume({ Policy: 'not a policy' })),
    'MalformedPolicyDocumentException 400',
  )
  const arns = Array.from({ length: 11 }, (_, index) => ({
    arn: `arn:aws:iam::${ACCOUNT}:policy/p${index}`,
  }))
  await assume({ PolicyArns: arns.slice(1) })
  assert.equal(await codeOf(assume({ PolicyArns: arns })), 'ValidationError 400')
  const both = { Policy: sized(2040), PolicyArns: arns.slice(0, 1) }
  assert.equal(await codeOf(assume(both)), 'PackedPolicyTooLargeException 400')
})

test('managed session policies count, and what is not there allows nothing', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const assume = async (policyArn: string) =>
    stage.as(
      keysOf(
        await stage.sts.assumeRole({
          RoleArn: arn,
          RoleSessionName: 'me',
          PolicyArns: [{ arn: policyArn }],
        }),
      ),
    )
  const reader = await assume('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess')
  await reader.s3.listBuckets()
  assert.equal(await codeOf(reader.iam.listUsers()), 'AccessDenied 403')
  const nobody = await assume(`arn:aws:iam::${ACCOUNT}:policy/none`)
  assert.equal(await codeOf(nobody.s3.listBuckets()), 'AccessDenied 403')
})

test('a role is assumed only by whom it trusts, on its conditions', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann', policy('Allow', 'sts:*'))
  const bob = await addUser(stage, 'bob', policy('Allow', 'sts:*'))
  const condition = { StringEquals: { 'sts:ExternalId': 'secret' } }
  const { arn } = await addRole(stage, 'worker', EVERYTHING, trust(ann.arn, condition))
  const assume = { RoleArn: arn, RoleSessionName: 'me' }
  const asAnn = stage.as(ann).sts
  await asAnn.assumeRole({ ...assume, ExternalId: 'secret' })
  assert.equal(await codeOf(asAnn.assumeRole(assume)), 'AccessDenied 403')
  assert.equal(await codeOf(asAnn.assumeRole({ ...assume, ExternalId: 'no' })), 'AccessDenied 403')
  const { message } = await failure(
    stage.as(bob).sts.assumeRole({ ...assume, ExternalId: 'secret' }),
  )
  assert.match(message, /user\/bob is not authorized to perform: sts:AssumeRole on resource: arn:/)
  const missing = { ...assume, RoleArn: `arn:aws:iam::${ACCOUNT}:role/none` }
  assert.equal(await codeOf(asAnn.assumeRole(missing)), 'AccessDenied 403')
})

test('a role trusts a user by name without a policy of the user, its account only with one', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann')
  const direct = await addRole(stage, 'direct', EVERYTHING, trust(ann.arn))
  const account = await addRole(stage, 'account', EVERYTHING)
  const { sts } = stage.as(ann)
  await sts.assumeRole({ RoleArn: direct.arn, RoleSessionName: 'me' })
  const call = sts.assumeRole({ RoleArn: account.arn, RoleSessionName: 'me' })
  assert.equal(await codeOf(call), 'AccessDenied 403')
})

test('a trust policy can ask for the shape of session names and for a source identity', async (t) => {
  const stage = await startStage(t)
  const condition = {
    StringLike: { 'sts:RoleSessionName': 'L-*' },
    StringEquals: { 'sts:SourceIdentity': '${sts:RoleSessionName}' },
  }
  const { arn } = await addRole(stage, 'worker', EVERYTHING, trust(ACCOUNT, condition))
  const assume = (RoleSessionName: string, SourceIdentity?: string) =>
    stage.sts.assumeRole({
      RoleArn: arn,
      RoleSessionName,
      ...defined({ SourceIdentity }),
    })
  const answer = await assume('L-one', 'L-one')
  assert.equal(answer.SourceIdentity, 'L-one')
  assert.equal(await codeOf(assume('L-one')), 'AccessDenied 403')
  assert.equal(await codeOf(assume('L-one', 'L-two')), 'AccessDenied 403')
  assert.equal(await codeOf(assume('x-one', 'x-one')), 'AccessDenied 403')
})
