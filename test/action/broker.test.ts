/** A job as the documentation has it first: the job's token, a broker, a state in a bucket. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const ARN = /^arn:aws:sts::123456789012:assumed-role\/deploy-role\/daypass-deploy-role-\w{22}$/

test(
  'a job gets credentials for its later steps, and AWS refuses them once it has ended',
  needs,
  async () => {
    const job = stage.job()
    const main = await job.uses(stage.step())
    assert.deepEqual([main.code, main.annotations], [0, []], main.log)
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...rest } = main.exported
    assert.ok([AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN].every(Boolean))
    assert.deepEqual(rest, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' })
    assert.deepEqual(stage.alive(), ['deploy-role'])
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    assert.deepEqual(Object.values(post?.exported ?? {}), ['', '', '', '', ''])
    stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: deploy-role'])
  },
)

test(
  'the outputs tell the lease, whom the credentials are of, and when they end',
  needs,
  async () => {
    const job = stage.job()
    const { outputs } = await job.uses(stage.step())
    const { arn = '', leases = '' } = outputs
    assert.match(arn, ARN)
    assert.match(outputs['lease-id'] ?? '', /^deploy-role\/\w{22}$/)
    assert.ok(arn.endsWith((outputs['lease-id'] ?? '').slice(-22)))
    assert.equal(outputs['account-id'], '123456789012')
    const minutes = (Date.parse(outputs['expires-at'] ?? '') - Date.now()) / 60_000
    assert.ok(minutes > 29 && minutes < 31, outputs['expires-at'])
    assert.deepEqual(JSON.parse(leases), [
      {
        role: 'deploy-role',
        alias: null,
        lease_id: outputs['lease-id'],
        arn,
        account_id: '123456789012',
        expires_at: outputs['expires-at'],
      },
    ])
    assert.deepEqual(
      Object.keys(outputs).filter((name) => /^aws-(?!account-id)/.test(name)),
      [],
    )
    await job.finish()
    assert.deepEqual(stage.alive(), [])
  },
)

test('the summary of the job tells what became of the lease', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step())
  const [post] = await job.finish()
  assert.equal(main.summary, '')
  assert.match(post?.summary ?? '', /^\| deploy&#45;role \| arn.*\| .*revoked \d{4}.*Z/m)
  assert.match(post?.log ?? '', /^lease deploy-role\/\w{22} revoked at \d{4}-.*Z$/m)
})

test(
  'main makes three serial requests: the token, the broker, and then STS beside S3',
  needs,
  async () => {
    const job = stage.job()
    const before = sandbox.requests.length
    const tokens = stage.tokens.requestedAt.length
    await job.uses(stage.step())
    assert.equal(stage.tokens.requestedAt.length - tokens, 1)
    const [first, ...rest] = stage.requestsSince(before)
    assert.equal(first, 'sts:AssumeRoleWithWebIdentity')
    assert.deepEqual(
      rest.filter((name) => !name.startsWith('s3:')),
      ['sts:AssumeRole'],
    )
    await job.finish()
  },
)

test(
  'the broker is known in CloudTrail by its session, and ends by itself within a quarter of an hour',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step())
    await job.finish()
    const brokers = [...sandbox.world.sessions.values()].filter(
      ({ principalName }) => principalName === 'daypass-broker',
    )
    assert.ok(brokers.every(({ name }) => name === 'daypass-broker-1658821493-1'))
    assert.ok(
      brokers.every(
        ({ issuedAt, expiresAt }) => expiresAt.getTime() - issuedAt.getTime() === 900_000,
      ),
    )
  },
)

test(
  'with rights on the store alone, a job leaves a tombstone, and the sweep denies its session',
  needs,
  async () => {
    const job = stage.job()
    const broker = 'arn:aws:iam::123456789012:role/daypass-broker-without-iam'
    const main = await job.uses(
      stage.step({ 'broker-role-arn': broker, revocation: 'tombstone', ttl: '20m' }),
    )
    assert.equal(main.code, 0, main.log)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []])
    assert.match(post?.summary ?? '', /pending/)
    assert.deepEqual(stage.alive(), ['deploy-role'])
    const sweeping = stage.job()
    const swept = await sweeping.uses(stage.sweep())
    assert.equal(swept.code, 0, swept.log)
    assert.deepEqual(stage.alive(), [])
    stage.assertSecretsOnlyIn(sweeping, [])
  },
)

test('a user is made and deleted with its job, where the broker may do that', needs, async () => {
  const { accessKeyId, secretAccessKey } = sandbox.root
  const job = stage.job({ secrets: [] })
  const keys = { 'aws-access-key-id': accessKeyId, 'aws-secret-access-key': secretAccessKey }
  const main = await job.uses(stage.step({ role: 's3-reader', 'broker-role-arn': '', ...keys }))
  assert.equal(main.code, 0, main.log)
  assert.equal(main.exported['AWS_SESSION_TOKEN'], '')
  assert.equal(stage.alive().length, 1)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
  stage.assertSecretsOnlyIn(job, [
    'GITHUB_ENV of main 1: s3-reader',
    'GITHUB_STATE of main 1: root',
  ])
})
