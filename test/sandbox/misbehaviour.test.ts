import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type MisbehaviourPlan, PROFILES } from '../../sandbox/sandbox.ts'
import type { Lag } from '../../sandbox/misbehaviour/plan.ts'
import {
  BUCKET,
  type Stage,
  addKey,
  addRole,
  addUser,
  codeOf,
  failure,
  keysOf,
  policy,
  startStage,
} from './stage.ts'

const S3 = policy('Allow', 's3:*')
const READ = policy('Allow', 's3:GetObject')

/** Everything lags by so much, neither less nor more. */
function exactly(seconds: number): Lag {
  return {
    percent: 100,
    secondsMin: seconds,
    secondsMax: seconds,
    tailPercent: 0,
    tailSecondsMax: 0,
  }
}

/** Nothing goes wrong but what is named. */
function only(wrong: Partial<MisbehaviourPlan>): MisbehaviourPlan {
  return { ...PROFILES['none'], seed: 1, ...wrong } as MisbehaviourPlan
}

async function startUnkind(t: TestContext, wrong: Partial<MisbehaviourPlan>): Promise<Stage> {
  return await startStage(t, { misbehaviour: only(wrong) })
}

test('what is made is not there yet for a host that lags, and is when the lag is over', async (t) => {
  const { sandbox, iam } = await startUnkind(t, { answers: exactly(20) })
  await iam.createUser({ UserName: 'ann' })
  assert.equal(await codeOf(iam.getUser({ UserName: 'ann' })), 'NoSuchEntityException 404')
  assert.equal(await codeOf(iam.createAccessKey({ UserName: 'ann' })), 'NoSuchEntityException 404')
  const { Users } = await iam.listUsers({})
  assert.deepEqual(
    Users?.map(({ UserName }) => UserName),
    ['daypass-root'],
  )
  sandbox.clock.advance(20)
  await iam.createAccessKey({ UserName: 'ann' })
  const keys = async () => (await iam.listAccessKeys({ UserName: 'ann' })).AccessKeyMetadata?.length
  assert.equal(await keys(), 0)
  sandbox.clock.advance(20)
  assert.equal(await keys(), 1)
})

test('what a host that lags does not know is done all the same where another says so, and nothing gets lost', async (t) => {
  const { sandbox, iam } = await startStage(t)
  await iam.createUser({ UserName: 'ann' })
  sandbox.misbehave(only({ answers: exactly(20) }))
  const put = (PolicyName: string) =>
    iam.putUserPolicy({ UserName: 'ann', PolicyName, PolicyDocument: READ })
  await put('one')
  await put('two')
  const names = async () => (await iam.listUserPolicies({ UserName: 'ann' })).PolicyNames
  assert.deepEqual(await names(), [])
  sandbox.misbehave(undefined)
  assert.deepEqual(await names(), ['one', 'two'])
})

test('what is deleted is in the way for a host that lags', async (t) => {
  const { sandbox, iam } = await startStage(t)
  const { accessKeyId } = await addUser({ iam } as Stage, 'ann')
  sandbox.misbehave(only({ answers: exactly(20) }))
  const key = { UserName: 'ann', AccessKeyId: accessKeyId }
  await iam.deleteAccessKey(key)
  assert.equal(await codeOf(iam.deleteUser({ UserName: 'ann' })), 'DeleteConflictException 409')
  assert.equal(await codeOf(iam.deleteAccessKey(key)), 'NoSuchEntityException 404')
  sandbox.clock.advance(20)
  await iam.deleteUser({ UserName: 'ann' })
  assert.equal(
    await codeOf(iam.createUser({ UserName: 'ann' })),
    'EntityAlreadyExistsException 409',
  )
  sandbox.clock.advance(20)
  await iam.createUser({ UserName: 'ann' })
})

test('narrow rights on a thing that a host does not know are AccessDenied', async (t) => {
  const stage = await startStage(t)
  const narrow = policy('Allow', 'iam:*', 'arn:aws:iam::123456789012:user/ann')
  const { iam } = stage.as(await addUser(stage, 'maker', narrow))
  stage.sandbox.misbehave(only({ answers: exactly(20) }))
  await iam.createUser({ UserName: 'ann' })
  assert.equal(await codeOf(iam.getUser({ UserName: 'ann' })), 'AccessDenied 403')
  assert.equal(
    await codeOf(stage.iam.getUser({ UserName: 'ann' })),
    'NoSuchEntityException 404',
    'who may ask for any user is told the truth',
  )
})

test('callers and hosts lag differently, and one caller meets several hosts', async (t) => {
  const half = { percent: 50, secondsMin: 60, secondsMax: 60, tailPercent: 0, tailSecondsMax: 0 }
  const stage = await startStage(t)
  const other = stage.as(await addUser(stage, 'other', policy('Allow', 'iam:*')))
  stage.sandbox.misbehave(only({ answers: half }))
  await stage.iam.createUser({ UserName: 'ann' })
  const looks = async (iam: Stage['iam']) => {
    const answers = []
    for (let n = 0; n < 24; n++) {
      answers.push(
        await iam.getUser({ UserName: 'ann' }).then(
          () => 'there',
          () => 'not',
        ),
      )
    }
    return answers
  }
  const seen = [...(await looks(stage.iam)), ...(await looks(other.iam))]
  assert.deepEqual([...new Set(seen)].sort(), ['not', 'there'])
  stage.sandbox.clock.advance(60)
  assert.deepEqual([...new Set(await looks(other.iam))], ['there'])
})

test('each policy and key takes hold at its own time, in no order with the others', async (t) => {
  const stage = await startStage(t)
  const { id, arn } = await addRole(stage, 'worker', S3)
  const session = keysOf(await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' }))
  const { s3 } = stage.as(session)
  const deny = (name: string) =>
    stage.iam.putRolePolicy({
      RoleName: 'worker',
      PolicyName: name,
      PolicyDocument: policy('Deny', '*', '*', { StringEquals: { 'aws:userid': `${id}:me` } }),
    })
  await deny('old')
  assert.equal(await codeOf(s3.listBuckets()), 'AccessDenied 403')
  stage.sandbox.misbehave(only({ effects: exactly(200) }))
  await deny('new')
  stage.sandbox.misbehave(only({ effects: exactly(5) }))
  await stage.iam.deleteRolePolicy({ RoleName: 'worker', PolicyName: 'old' })
  stage.sandbox.clock.advance(5)
  await s3.listBuckets()
  stage.sandbox.clock.advance(195)
  assert.equal(await codeOf(s3.listBuckets()), 'AccessDenied 403')
})

test('a user made anew under a name has nothing of the one before, however late', async (t) => {
  const stage = await startStage(t)
  const keys = await addUser(stage, 'ann', S3)
  stage.sandbox.misbehave(only({ answers: exactly(30), effects: exactly(30) }))
  await stage.iam.deleteAccessKey({ UserName: 'ann', AccessKeyId: keys.accessKeyId })
  await stage.iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'own' })
  stage.sandbox.misbehave(undefined)
  await stage.iam.deleteUser({ UserName: 'ann' })
  await stage.iam.createUser({ UserName: 'ann' })
  const second = stage.as(await addKey(stage, 'ann'))
  assert.equal(await codeOf(second.s3.listBuckets()), 'AccessDenied 403')
})

test('two changes of an entity within two seconds may collide', async (t) => {
  const { sandbox, iam } = await startUnkind(t, { concurrentModificationPercent: 100 })
  await iam.createUser({ UserName: 'ann' })
  const put = { UserName: 'ann', PolicyName: 'own', PolicyDocument: READ }
  assert.equal(await codeOf(iam.putUserPolicy(put)), 'ConcurrentModificationException 409')
  sandbox.clock.advance(2)
  await iam.putUserPolicy(put)
  await iam.getUser({ UserName: 'ann' })
})

test('a request that is late lands though its client has given up', async (t) => {
  const { sandbox, iam } = await startUnkind(t, { requests: exactly(30) })
  const stop = new AbortController()
  const call = iam.createUser({ UserName: 'ann' }, { abortSignal: stop.signal })
  const users = () => sandbox.world.account(sandbox.accountId).users.get('ann')
  await iam.listUsers({})
  stop.abort()
  assert.equal((await failure(call)).name, 'AbortError')
  assert.equal(users(), undefined)
  sandbox.clock.advance(30)
  await sandbox.clock.sleep(1)
  while (users() === undefined) await new Promise((resolve) => setImmediate(resolve))
})

test('requests are throttled, and their replies lost, as often as the plan says', async (t) => {
  const { sandbox, iam, sts, s3 } = await startUnkind(t, { throttlePercent: 100 })
  assert.equal(await codeOf(iam.listUsers({})), 'Throttling 400')
  assert.equal(await codeOf(sts.getCallerIdentity({})), 'Throttling 400')
  assert.equal(await codeOf(s3.listBuckets()), 'SlowDown 503')
  sandbox.misbehave(only({ lostReplyPercent: 100 }))
  assert.equal((await failure(iam.createUser({ UserName: 'ann' }))).status, undefined)
  sandbox.misbehave(undefined)
  await iam.getUser({ UserName: 'ann' })
})

test('the same seed misbehaves in the same way, another one in another', async (t) => {
  const run = async (seed: number) => {
    const { sandbox, iam } = await startStage(t, {
      misbehaviour: { ...only({}), seed, throttlePercent: 50, lostReplyPercent: 20 },
    })
    for (let n = 0; n < 20; n++) await iam.listUsers({}).catch(() => undefined)
    return sandbox.requests.map(({ status }) => status).join(' ')
  }
  assert.equal(await run(1), await run(1))
  assert.notEqual(await run(1), await run(2))
})

const FIRST = { Bucket: BUCKET, Key: 'k', IfNoneMatch: '*' }

test('where the plan has it, two creators of a key win at once, and only within two seconds', async (t) => {
  const store = { ...only({}).store, twoWinnersPercent: 100 }
  const { sandbox, s3 } = await startUnkind(t, { store })
  await s3.putObject({ ...FIRST, Body: 'one' })
  await s3.putObject({ ...FIRST, Body: 'two' })
  sandbox.clock.advance(3)
  assert.equal(await codeOf(s3.putObject({ ...FIRST, Body: 'three' })), 'PreconditionFailed 412')
  const { Body } = await s3.getObject({ Bucket: BUCKET, Key: 'k' })
  assert.equal(await Body?.transformToString(), 'two')
})

test('the reply to a first write is lost, and that to a second is not', async (t) => {
  const store = { ...only({}).store, lostFirstReplyPercent: 100 }
  const { s3 } = await startUnkind(t, { store })
  assert.equal((await failure(s3.putObject({ ...FIRST, Body: 'one' }))).status, undefined)
  await s3.putObject({ Bucket: BUCKET, Key: 'k', Body: 'two' })
})

test('a listing that lags leaves out what is new and shows what is gone', async (t) => {
  const store = { ...only({}).store, lists: exactly(5) }
  const { sandbox, s3 } = await startUnkind(t, { store })
  const keys = async () =>
    (await s3.listObjectsV2({ Bucket: BUCKET })).Contents?.map(({ Key }) => Key) ?? []
  await s3.putObject({ Bucket: BUCKET, Key: 'a', Body: 'x' })
  sandbox.clock.advance(6)
  await s3.putObject({ Bucket: BUCKET, Key: 'b', Body: 'x' })
  await s3.deleteObject({ Bucket: BUCKET, Key: 'a' })
  assert.deepEqual(await keys(), ['a'])
  assert.equal(await codeOf(s3.getObject({ Bucket: BUCKET, Key: 'a' })), 'NoSuchKey 404')
  sandbox.clock.advance(6)
  assert.deepEqual(await keys(), ['b'])
})

test('objects older than a minute vanish, and several are not deleted at once', async (t) => {
  const store = { ...only({}).store, vanishPercent: 100, refusesMultiDelete: true }
  const { sandbox, s3 } = await startUnkind(t, { store })
  await s3.putObject({ Bucket: BUCKET, Key: 'a', Body: 'x' })
  await s3.getObject({ Bucket: BUCKET, Key: 'a' })
  sandbox.clock.advance(60)
  assert.equal(await codeOf(s3.getObject({ Bucket: BUCKET, Key: 'a' })), 'NoSuchKey 404')
  const Delete = { Objects: [{ Key: 'a' }] }
  assert.equal(await codeOf(s3.deleteObjects({ Bucket: BUCKET, Delete })), 'NotImplemented 501')
})

test('every reply says the time of the sandbox, errors as well', async (t) => {
  const { sandbox } = await startStage(t)
  sandbox.clock.advance(86_400)
  for (const path of ['/', `/${BUCKET}`, `/${BUCKET}/k`, '/?Action=GetUser', '/_sandbox/state']) {
    const reply = await fetch(`${sandbox.url}${path}`)
    const said = Date.parse(reply.headers.get('date') ?? '')
    const off = Math.abs(said - sandbox.clock.now().getTime())
    assert.ok(off < 10_000, `${path}: ${reply.status}, ${off} ms off`)
  }
})

test('the administrator of another account rules there and not at home', async (t) => {
  const stage = await startStage(t)
  const key = stage.sandbox.administrator('210987654321')
  assert.deepEqual(stage.sandbox.administrator('210987654321'), key)
  const { iam, sts } = stage.as(key)
  assert.equal((await sts.getCallerIdentity({})).Account, '210987654321')
  await stage.iam.createUser({ UserName: 'ann' })
  assert.equal(await codeOf(iam.getUser({ UserName: 'ann' })), 'NoSuchEntityException 404')
})
