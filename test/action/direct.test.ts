/** Roles taken directly with the job's token, and what daypass says where it has nobody to revoke them. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox, machine } = stage
const DIRECT = { role: 'direct', state: '', 'broker-role-arn': '' }

test('without any identity but its token a job takes a role in two requests', needs, async () => {
  const before = sandbox.requests.length
  const tokens = stage.tokens.requestedAt.length
  const job = stage.job()
  const main = await job.uses(stage.step({ ...DIRECT, ttl: '11h' }))
  assert.equal(main.code, 0, main.log)
  assert.deepEqual(stage.requestsSince(before), ['sts:AssumeRoleWithWebIdentity'])
  assert.equal(stage.tokens.requestedAt.length - tokens, 1)
  const hours = (Date.parse(main.outputs['expires-at'] ?? '') - Date.now()) / 3_600_000
  assert.ok(hours > 10.9, main.outputs['expires-at'])
  assert.match(main.annotations[0]?.message ?? '', /nobody may revoke.*broker-role-arn/)
  assert.equal(main.annotations.length, 1)
  const [post] = await job.finish()
  assert.equal(post?.code, 0)
  assert.match(post.log, /lease direct\/\w{22} works until \d{4}.*broker-role-arn/)
  assert.deepEqual(stage.alive(), ['direct'])
  assert.equal(job.env()['AWS_ACCESS_KEY_ID'], '')
  stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: direct'])
})

test(
  'with a broker and direct: true the role is taken directly, and revoked in post',
  needs,
  async () => {
    const before = sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ role: 'direct', direct: 'true', ttl: '11h' }))
    assert.equal(main.code, 0, main.log)
    assert.deepEqual(
      stage.requestsSince(before).filter((name) => name.startsWith('sts:')),
      ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithWebIdentity'],
    )
    assert.deepEqual(stage.alive(), ['direct'])
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
  },
)

test('tags cannot be had directly from OIDC: refused before AWS is asked', needs, async () => {
  const before = sandbox.requests.length
  const job = stage.job()
  const main = await job.uses(stage.step({ ...DIRECT, 'session-tags': 'a=b' }))
  assert.equal(main.code, 1)
  assert.match(main.annotations.at(-1)?.message ?? '', /carries no session-tags.*broker-role-arn/)
  assert.deepEqual(stage.requestsSince(before), [])
  await job.finish()
})

test('a user cannot be made with the token alone', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step({ ...DIRECT, role: 's3-reader' }))
  assert.equal(main.code, 1)
  assert.match(main.annotations[0]?.message ?? '', /iam_user.*broker-role-arn/)
  await job.finish()
})

test('a state that nobody may write is refused', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step({ role: 'direct', 'broker-role-arn': '' }))
  assert.equal(main.code, 1)
  assert.match(main.annotations[0]?.message ?? '', /state.*broker-role-arn/)
  await job.finish()
})

test(
  'with a broker and no state the lease is on the runner, revoked in post, and the log says what that costs',
  needs,
  async () => {
    const before = sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ state: '' }))
    assert.equal(main.code, 0, main.log)
    assert.match(main.annotations[0]?.message ?? '', /no sweep can/)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    assert.ok(!stage.requestsSince(before).some((name) => name.startsWith('s3:')))
    stage.assertSecretsOnlyIn(job, ['GITHUB_ENV of main 1: deploy-role'])
  },
)

test('a job without the permission is told to ask for it', needs, async () => {
  const job = stage.jobWithoutToken()
  const main = await job.uses(stage.step())
  assert.equal(main.code, 1)
  assert.match(main.annotations[0]?.message ?? '', /permissions: id-token: write/)
  await job.finish()
})

test(
  'directly from OIDC works again and again in a job, also after credentials of another step',
  needs,
  async () => {
    const job = stage.job()
    const first = await job.uses(stage.step(DIRECT))
    const second = await job.uses(stage.step(DIRECT))
    job.setEnv({ AWS_ACCESS_KEY_ID: 'AKIAOFANOTHERSTEP0000', AWS_SECRET_ACCESS_KEY: 'x' })
    const third = await job.uses(stage.step(DIRECT))
    for (const { code, log } of [first, second, third]) assert.equal(code, 0, log)
    await job.finish()
    assert.deepEqual(stage.alive(), ['direct', 'direct', 'direct'])
  },
)

test('what an earlier step exported is not what daypass works as', needs, async () => {
  const { accessKeyId, secretAccessKey } = sandbox.root
  const job = stage.job({ env: { AWS_SHARED_CREDENTIALS_FILE: join(machine.workspace, 'mine') } })
  stage.write(
    'mine',
    `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
  )
  const ambient = { 'broker-role-arn': '', direct: 'false', role: 's3-reader' }
  for (const main of [await job.uses(stage.step(ambient)), await job.uses(stage.step(ambient))])
    assert.equal(main.code, 0, main.log)
  await job.finish()
  rmSync(join(machine.workspace, 'mine'))
  assert.deepEqual(stage.alive(), [])
})
