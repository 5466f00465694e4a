import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BUCKET, addUser, codeOf, failure, policy, startStage } from './stage.ts'

const AT = { Bucket: BUCKET, Key: 'k' }

test('a status fault answers an error of the service and has no effect', async (t) => {
  const { sandbox, iam, s3 } = await startStage(t)
  const effect = (status: number, code: string) => ({ kind: 'status' as const, status, code })
  sandbox.faults.add({ service: 's3', action: 'PutObject', effect: effect(503, 'SlowDown') })
  sandbox.faults.add({ action: 'CreateUser', effect: effect(400, 'Throttling') })
  assert.equal(await codeOf(s3.putObject({ ...AT, Body: 'x' })), 'SlowDown 503')
  assert.equal(await codeOf(iam.createUser({ UserName: 'ann' })), 'Throttling 400')
  sandbox.faults.clear()
  assert.equal(await codeOf(s3.getObject(AT)), 'NoSuchKey 404')
  assert.equal(await codeOf(iam.getUser({ UserName: 'ann' })), 'NoSuchEntityException 404')
})

test('a fault strikes only the nth request that matches, and is taken away again', async (t) => {
  const { sandbox, s3 } = await startStage(t)
  const remove = sandbox.faults.add({
    service: 's3',
    action: 'HeadBucket',
    nth: 2,
    effect: { kind: 'status', status: 500, code: 'InternalError' },
  })
  const head = () => s3.headBucket({ Bucket: BUCKET })
  await head()
  await s3.listBuckets()
  assert.match(await codeOf(head()), / 500$/)
  await head()
  remove()
  await head()
})

test('a connection is dropped before or after the request took effect', async (t) => {
  const { sandbox, iam } = await startStage(t)
  const remove = sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'drop-before' } })
  const before = await failure(iam.createUser({ UserName: 'before' }))
  assert.equal(before.status, undefined)
  remove()
  sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'drop-after' } })
  const after = await failure(iam.createUser({ UserName: 'after' }))
  assert.equal(after.status, undefined)
  const { Users } = await iam.listUsers({})
  assert.deepEqual(
    Users?.map(({ UserName }) => UserName),
    ['after', 'daypass-root'],
  )
  const statuses = sandbox.requests.map(({ action, status }) => `${action} ${status}`)
  assert.deepEqual(statuses, ['CreateUser 0', 'CreateUser 0', 'ListUsers 200'])
})

test('a delay holds a request back for its time', async (t) => {
  const { sandbox, iam } = await startStage(t)
  sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'delay', milliseconds: 3_600_000 } })
  let done = false
  const call = iam.createUser({ UserName: 'ann' }).then(() => {
    done = true
  })
  await iam.listUsers({})
  assert.equal(done, false)
  sandbox.clock.advance(3600)
  await call
})

test('a request that hangs late takes effect when it is released, though its client is gone', async (t) => {
  const { sandbox, iam } = await startStage(t)
  sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'hang-late' } })
  const stop = new AbortController()
  const call = iam.createUser({ UserName: 'ann' }, { abortSignal: stop.signal })
  const hanging = await sandbox.faults.hang()
  stop.abort()
  await Promise.all([hanging.gone, failure(call)])
  assert.equal(await codeOf(iam.getUser({ UserName: 'ann' })), 'NoSuchEntityException 404')
  hanging.release()
  await iam.getUser({ UserName: 'ann' })
})

for (const kind of ['hang-before', 'hang-after'] as const) {
  test(`a ${kind} tells who waits, and holds the request until it is released`, async (t) => {
    const { sandbox, iam } = await startStage(t)
    sandbox.faults.add({ action: 'CreateUser', effect: { kind } })
    const call = iam.createUser({ UserName: 'ann' })
    const hanging = await sandbox.faults.hang()
    assert.deepEqual([hanging.service, hanging.action], ['iam', 'CreateUser'])
    const isThere = sandbox.world.account(sandbox.accountId).users.get('ann') !== undefined
    assert.equal(isThere, kind === 'hang-after')
    hanging.release()
    assert.equal((await call).User?.UserName, 'ann')
  })
}

test('what hangs before its effect has none once its sender is gone', async (t) => {
  const { sandbox, iam } = await startStage(t)
  sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'hang-before' } })
  const abort = new AbortController()
  const call = iam.createUser({ UserName: 'ann' }, { abortSignal: abort.signal })
  await sandbox.faults.hang()
  abort.abort()
  await failure(call)
  // Another round trip, so that the sandbox has seen the connection close.
  await iam.listUsers({})
  sandbox.faults.clear()
  const { Users } = await iam.listUsers({})
  assert.equal(Users?.length, 1)
})

test('to clear the faults lets go what hangs', async (t) => {
  const { sandbox, iam } = await startStage(t)
  sandbox.faults.add({ action: 'CreateUser', effect: { kind: 'hang-before' } })
  const call = iam.createUser({ UserName: 'ann' })
  await sandbox.faults.hang()
  sandbox.faults.clear()
  await call
})

test('IAM is throttled where the sandbox is told so, and S3 is not', async (t) => {
  const { sandbox, iam, s3 } = await startStage(t, { throttlePerSecond: 2 })
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => iam.listUsers({})))
  const refused = results.filter((result) => result.status === 'rejected')
  assert(refused.length >= 2 && refused.length <= 3, `${refused.length} were refused`)
  await s3.listBuckets()
  sandbox.clock.advance(1)
  await iam.listUsers({})
  sandbox.clock.advance(1)
  await Promise.all([iam.listUsers({}), iam.listUsers({})])
})

test('every request is on record: what it was, who asked, for what, and how it ended', async (t) => {
  const stage = await startStage(t)
  const ann = await addUser(stage, 'ann', policy('Allow', 'iam:*'))
  await codeOf(stage.as(ann).s3.getObject(AT))
  const record = stage.sandbox.requests.at(-1)
  assert.deepEqual(
    [record?.service, record?.action, record?.status, record?.error],
    ['s3', 'GetObject', 403, 'AccessDenied'],
  )
  assert.deepEqual([record?.principal, record?.resource], [ann.arn, `arn:aws:s3:::${BUCKET}/k`])
})
