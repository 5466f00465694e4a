import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveCredentials } from '../../sandbox/live-credentials.ts'
import {
  BUCKET,
  type Stage,
  addRole,
  addUser,
  codeOf,
  keysOf,
  policy,
  startStage,
} from './stage.ts'

function control({ sandbox }: Stage, method: string, path: string, body?: unknown) {
  const content = body === undefined ? {} : { body: JSON.stringify(body) }
  return fetch(`${sandbox.url}/_sandbox/${path}`, { method, ...content })
}

test('the state tells credentials, users and requests to other processes', async (t) => {
  const stage = await startStage(t)
  await addUser(stage, 'ann')
  const state = (await (await control(stage, 'GET', 'state')).json()) as {
    credentials: { name: string; denied: boolean }[]
    users: string[]
    requests: Record<string, Record<string, number>>
  }
  assert.deepEqual(
    state.credentials.map(({ name, denied }) => [name, denied]),
    [
      ['daypass-root', false],
      ['ann', false],
    ],
  )
  assert.deepEqual(state.users, [
    'arn:aws:iam::123456789012:user/ann',
    'arn:aws:iam::123456789012:user/daypass-root',
  ])
  assert.deepEqual(state.requests, { iam: { CreateUser: 1, CreateAccessKey: 1 } })
  const requests = (await (await control(stage, 'GET', 'requests')).json()) as unknown[]
  assert.equal(requests.length, 2)
})

test('the clock is advanced over HTTP, never turned back', async (t) => {
  const stage = await startStage(t)
  const before = stage.sandbox.clock.now().getTime()
  await control(stage, 'POST', 'clock', { advance: 3600 })
  const passed = stage.sandbox.clock.now().getTime() - before
  assert(passed >= 3_600_000 && passed < 3_660_000, `${passed}`)
  for (const body of [{ advance: -1 }, { advance: '1' }, {}]) {
    assert.equal((await control(stage, 'POST', 'clock', body)).status, 400)
  }
})

test('faults are set, met and cleared over HTTP', async (t) => {
  const stage = await startStage(t)
  const effect = { kind: 'status', status: 409, code: 'ConcurrentModification' }
  await control(stage, 'POST', 'faults', [{ service: 'iam', action: 'CreateUser', effect }])
  const make = () => stage.iam.createUser({ UserName: 'ann' })
  assert.equal(await codeOf(make()), 'ConcurrentModificationException 409')
  await control(stage, 'DELETE', 'faults')
  await make()
  const bad = [
    {},
    [{ effect: { kind: 'none' } }],
    [{ service: 'ec2', effect }],
    [{}],
    [{ effect: {} }],
  ]
  for (const rules of bad) {
    assert.equal((await control(stage, 'POST', 'faults', rules)).status, 400)
  }
})

test('who waits for a hanging request hears of it, before or after it came', async (t) => {
  const stage = await startStage(t)
  const effect = { kind: 'hang-after' }
  await control(stage, 'POST', 'faults', [{ action: 'CreateUser', effect }])
  const waiting = control(stage, 'GET', 'hang')
  const call = stage.iam.createUser({ UserName: 'ann' })
  assert.deepEqual(await (await waiting).json(), { service: 'iam', action: 'CreateUser' })
  await control(stage, 'DELETE', 'faults')
  await call
})

test('what is not there is 404', async (t) => {
  const stage = await startStage(t)
  assert.equal((await control(stage, 'GET', 'nothing')).status, 404)
  assert.equal((await control(stage, 'GET', 'oidc/nothing')).status, 404)
})

test('live credentials are those that still work, and say which are denied everything', async (t) => {
  const stage = await startStage(t)
  const { world, clock } = stage.sandbox
  const ann = await addUser(stage, 'ann', policy('Allow', '*'))
  const { arn, id } = await addRole(stage, 'worker', policy('Allow', '*'))
  const assume = async (RoleSessionName: string) =>
    keysOf(await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName, DurationSeconds: 900 }))
  await assume('one')
  await assume('two')
  await stage.sts.getFederationToken({ Name: 'fed', DurationSeconds: 1800 })
  const live = () =>
    liveCredentials(world, clock.now()).map(
      ({ kind, name, denied }) => `${kind} ${name}${denied ? ' denied' : ''}`,
    )
  const root = 'access-key daypass-root'
  const fed = 'federated-user fed'
  assert.deepEqual(live(), [root, 'access-key ann', 'role-session one', 'role-session two', fed])
  await stage.iam.putRolePolicy({
    RoleName: 'worker',
    PolicyName: 'no',
    PolicyDocument: policy('Deny', '*', '*', { StringEquals: { 'aws:userid': `${id}:one` } }),
  })
  await stage.iam.updateAccessKey({
    UserName: 'ann',
    AccessKeyId: ann.accessKeyId,
    Status: 'Inactive',
  })
  assert.deepEqual(live(), [root, 'role-session one denied', 'role-session two', fed])
  clock.advance(900)
  assert.deepEqual(live(), [root, fed])
})

test('the clock wakes sleepers when it is advanced, and not before their time', async (t) => {
  const { sandbox } = await startStage(t)
  let awake = false
  const sleep = sandbox.clock.sleep(3_600_000).then(() => {
    awake = true
  })
  sandbox.clock.advance(3599)
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(awake, false)
  sandbox.clock.advance(1)
  await sleep
  const ended = new AbortController()
  const cancelled = sandbox.clock.sleep(3_600_000, ended.signal)
  ended.abort()
  await assert.rejects(cancelled, { code: 'cancelled' })
})

test('a sandbox has its own port, and frees it when it stops', async (t) => {
  const one = await startStage(t)
  const two = await startStage(t)
  assert.notEqual(one.sandbox.url, two.sandbox.url)
  await two.sandbox.stop()
  await startStage(t, { port: Number(new URL(two.sandbox.url).port) })
})

test('a plan of misbehaviour is set, answered and taken away over HTTP', async (t) => {
  const stage = await startStage(t)
  const set = (body: unknown) => control(stage, 'POST', 'misbehaviour', body)
  const reply = await set({ profile: 'none', seed: 3, throttlePercent: 100 })
  const plan = (await reply.json()) as { seed: number; throttlePercent: number }
  assert.deepEqual([plan.seed, plan.throttlePercent], [3, 100])
  assert.equal(await codeOf(stage.iam.listUsers({})), 'Throttling 400')
  await control(stage, 'DELETE', 'misbehaviour')
  await stage.iam.listUsers({})
  for (const body of [
    { profile: 'azure' },
    { profile: 7 },
    { seed: 'x' },
    { answers: { percents: 3 } },
    { store: { twoWinnersPercent: '3' } },
    { store: 3 },
    { unknown: 1 },
    [],
    null,
  ]) {
    assert.equal((await set(body)).status, 400, JSON.stringify(body))
  }
})

test('lifecycle rules run when they are told to, on what they reach', async (t) => {
  const stage = await startStage(t)
  const { s3, sandbox } = stage
  for (const Key of ['a/1', 'b/1']) await s3.putObject({ Bucket: BUCKET, Key, Body: 'x' })
  const rule = (Prefix: string, Status: 'Enabled' | 'Disabled', Days: number) => ({
    Filter: { Prefix },
    Status,
    Expiration: { Days },
  })
  await s3.putBucketLifecycleConfiguration({
    Bucket: BUCKET,
    LifecycleConfiguration: { Rules: [rule('a/', 'Enabled', 30), rule('', 'Disabled', 1)] },
  })
  const run = async () => await (await control(stage, 'POST', 'lifecycle')).json()
  sandbox.clock.advance(29 * 86_400)
  assert.deepEqual(await run(), [])
  sandbox.clock.advance(86_400)
  assert.deepEqual(await run(), ['a/1'])
  assert.equal(await codeOf(s3.getObject({ Bucket: BUCKET, Key: 'a/1' })), 'NoSuchKey 404')
  await s3.getObject({ Bucket: BUCKET, Key: 'b/1' })
})

test('another account comes to be over HTTP, with its administrator', async (t) => {
  const stage = await startStage(t)
  const reply = await control(stage, 'POST', 'accounts', { accountId: '210987654321' })
  const key = (await reply.json()) as { accessKeyId: string; secretAccessKey: string }
  assert.equal((await stage.as(key).sts.getCallerIdentity({})).Account, '210987654321')
  assert.equal((await control(stage, 'POST', 'accounts', { accountId: '2' })).status, 400)
})
