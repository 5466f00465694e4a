import assert from 'node:assert/strict'
import { test } from 'node:test'
import { liveCredentials } from '../../sandbox/sandbox.ts'
import { type Stage, addRole, addUser, codeOf, keysOf, policy, startStage } from './stage.ts'

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
