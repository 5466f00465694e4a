/** Post: from the saved state alone, for its own leases alone, whatever the job looks like by then. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage

test(
  'a post whose inputs are empty, as in nested composite actions, revokes all the same',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step({}, { nested: true }))
    assert.deepEqual(stage.alive(), ['deploy-role'])
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: deploy-role'])
  },
)

test('a post among the AWS variables of others neither uses nor changes them', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step())
  const foreign = {
    AWS_ACCESS_KEY_ID: 'AKIAFOREIGN000000000',
    AWS_SECRET_ACCESS_KEY: 'foreign-foreign-foreign-foreign-foreign',
    AWS_SESSION_TOKEN: 'foreign',
    AWS_REGION: 'eu-south-2',
    AWS_DEFAULT_REGION: 'eu-south-2',
    AWS_PROFILE: 'foreign',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/foreign',
  }
  job.setEnv(foreign)
  const before = sandbox.requests.length
  const [post] = await job.finish()
  assert.deepEqual([post?.code, post?.annotations, post?.exported], [0, [], {}], post?.log)
  assert.deepEqual(stage.alive(), [])
  const callers = sandbox.requests.slice(before).map(({ principal }) => principal)
  assert.deepEqual([...new Set(callers)].sort(), [
    'arn:aws:sts::123456789012:assumed-role/daypass-broker/daypass-broker-1658821493-1',
    'repo:octo-org/octo-repo:ref:refs/heads/main',
  ])
  assert.equal(main.code, 0)
})

test(
  'two steps in one job: each post revokes its own, the last first, and puts back what it found',
  needs,
  async () => {
    const job = stage.job({ env: { AWS_ACCESS_KEY_ID: '', AWS_REGION: 'eu-west-1' } })
    const first = await job.uses(stage.step())
    const second = await job.uses(stage.step({ role: 'log-reader', 'aws-region': 'us-west-2' }))
    assert.deepEqual([first.code, second.code], [0, 0], second.log)
    assert.deepEqual(stage.alive(), ['deploy-role', 'log-reader'])
    await job.repeatPost()
    assert.deepEqual(stage.alive(), ['deploy-role'])
    const between = job.env()
    assert.equal(between['AWS_ACCESS_KEY_ID'], first.exported['AWS_ACCESS_KEY_ID'])
    assert.equal(between['AWS_SESSION_TOKEN'], first.exported['AWS_SESSION_TOKEN'])
    assert.equal(between['AWS_REGION'], 'us-east-1')
    const posts = await job.finish()
    assert.deepEqual(
      posts.map(({ code, annotations }) => [code, annotations]),
      [
        [0, []],
        [0, []],
      ],
    )
    assert.deepEqual(stage.alive(), [])
    assert.equal(job.env()['AWS_ACCESS_KEY_ID'], '')
    assert.equal(job.env()['AWS_REGION'], 'eu-west-1')
    stage.assertSecretsOnlyIn(job, [
      'GITHUB_ENV of main 1: deploy-role',
      'GITHUB_ENV of main 2: log-reader',
      'GITHUB_ENV of post 2: deploy-role',
      'GITHUB_STATE of main 2: deploy-role',
    ])
  },
)

test('a post that runs twice says the same and changes nothing more', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step())
  await job.repeatPost()
  const env = job.env()
  const [again] = await job.finish()
  assert.deepEqual([again?.code, again?.annotations, again?.exported], [0, [], {}], again?.log)
  assert.match(again?.log ?? '', /ended/)
  assert.deepEqual(job.env(), env)
  assert.deepEqual(stage.alive(), [])
})

test(
  'credentials that ended before post are not said to be revoked, and nothing is denied for them',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step({ ttl: '15m' }))
    stage.advance(1000)
    assert.deepEqual(stage.alive(), [])
    const before = sandbox.requests.length
    const post = await job.repeatPost()
    assert.deepEqual([post.code, post.annotations], [0, []], post.log)
    assert.match(post.log, /^lease deploy-role\/\w{22} ended/m)
    assert.ok(!stage.requestsSince(before).some((name) => name.startsWith('iam:')))
  },
)

const DOWN = { kind: 'status', status: 503, code: 'ServiceUnavailable' } as const
const REFUSED = { kind: 'status', status: 403, code: 'AccessDenied' } as const
const WITHOUT_IAM = [
  { what: 'IAM is down', effect: DOWN },
  { what: 'IAM does not answer', effect: { kind: 'drop-before' } },
  { what: 'the broker may not deny any more', effect: REFUSED },
] as const

for (const { what, effect } of WITHOUT_IAM) {
  test(
    `when ${what} in post, the job does not fail, the log tells, and a sweep revokes`,
    needs,
    async () => {
      const job = stage.job()
      await job.uses(stage.step())
      sandbox.faults.add({ service: 'iam', effect })
      const [post] = await job.finish()
      assert.equal(post?.code, 0)
      assert.deepEqual(stage.alive(), ['deploy-role'])
      const { level, message } = post.annotations[0] ?? {}
      assert.equal(level, 'warning', post.log)
      assert.match(
        message ?? '',
        /deploy-role\/\w{22} was not revoked.*a sweep of the state revokes it/,
      )
      assert.match(post.summary, /not revoked/)
      sandbox.faults.clear()
      // The next attempt is due at most some minutes later, long before the session ends.
      stage.advance(300)
      const swept = await stage.job().uses(stage.sweep())
      assert.equal(swept.code, 0, swept.log)
      assert.deepEqual(stage.alive(), [])
      stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: deploy-role'])
    },
  )
}

const UNRECORDED = [
  { what: 'S3 is down', fault: { service: 's3', effect: DOWN } },
  {
    what: 'the broker does not trust the job any more',
    fault: { service: 'sts', action: 'AssumeRoleWithWebIdentity', effect: REFUSED },
  },
] as const

for (const { what, fault } of UNRECORDED) {
  test(
    `when ${what} in post, nobody knows that the lease should end: it lives to its end, and the log says so`,
    needs,
    async () => {
      const job = stage.job()
      await job.uses(stage.step())
      sandbox.faults.add(fault)
      const [post] = await job.finish()
      assert.equal(post?.code, 0)
      const { level, message = '' } = post.annotations[0] ?? {}
      assert.equal(level, 'warning', post.log)
      assert.match(message, /deploy-role\/\w{22} was not revoked and may work until \d{4}-/)
      assert.doesNotMatch(message, /sweep of the state revokes/)
      sandbox.faults.clear()
      stage.advance(300)
      await stage.job().uses(stage.sweep())
      assert.deepEqual(stage.alive(), ['deploy-role'])
      stage.advance(1560)
      const swept = await stage.job().uses(stage.sweep())
      assert.match(swept.summary, /expired|ended/)
      assert.deepEqual(stage.alive(), [])
      stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: deploy-role'])
    },
  )
}

test(
  'without any post, a session ends by itself and a sweep deletes a user in its time',
  needs,
  async () => {
    const { accessKeyId, secretAccessKey } = sandbox.root
    const job = stage.job({ secrets: [secretAccessKey] })
    const keys = { 'aws-access-key-id': accessKeyId, 'aws-secret-access-key': secretAccessKey }
    const main = await job.uses(
      stage.step({ role: 's3-reader', 'broker-role-arn': '', ...keys, ttl: '20m' }),
    )
    assert.equal(main.code, 0, main.log)
    const other = await job.uses(stage.step({ ttl: '20m' }))
    assert.equal(other.code, 0, other.log)
    // The runner is lost.
    assert.equal(stage.alive().length, 2)
    stage.advance(1260)
    assert.deepEqual(stage.alive(), [], 'a user is denied everything after its end')
    const sweeping = stage.job({ secrets: [secretAccessKey] })
    const swept = await sweeping.uses(stage.sweep({ 'broker-role-arn': '', ...keys }))
    assert.equal(swept.code, 0, swept.log)
    const { users } = sandbox.world.account(sandbox.accountId)
    assert.deepEqual(
      users.values().map(({ name }) => name),
      ['daypass-root'],
    )
    assert.equal(swept.outputs['failed'], '0')
  },
)

test(
  'revoke: never leaves the credentials to their end and still puts the environment back',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step({ revoke: 'never' }))
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []])
    assert.equal(job.env()['AWS_ACCESS_KEY_ID'], '')
    assert.match(post?.log ?? '', /lease deploy-role\/\w{22} works until \d{4}-.*revoke: never/)
    assert.deepEqual(stage.alive(), ['deploy-role'])
  },
)

test('a step of the job that changed the credentials keeps them', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step())
  job.setEnv({ AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine' })
  const [post] = await job.finish()
  assert.deepEqual(post?.exported, { AWS_REGION: '', AWS_DEFAULT_REGION: '' })
  assert.equal(job.env()['AWS_SECRET_ACCESS_KEY'], 'mine')
  assert.deepEqual(stage.alive(), [])
})
