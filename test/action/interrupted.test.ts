/**
 * A main that is stopped in the middle. Users are deleted. Of a session AWS may have made, the credentials have
 * reached nobody: they are searched for in everything that the job left.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { THOROUGH } from '../support/thorough.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, sandbox } = stage
const { accessKeyId, secretAccessKey } = sandbox.root

/** Requests that a job waits for when it is stopped. */
const SESSION = [
  ['sts', 'AssumeRoleWithWebIdentity'],
  ['sts', 'AssumeRole'],
  ['s3', 'PutObject'],
] as const
const USER = [
  ['iam', 'CreateUser'],
  ['iam', 'CreateAccessKey'],
] as const

const userStep = stage.step({
  role: 's3-reader',
  'broker-role-arn': '',
  'aws-access-key-id': accessKeyId,
  'aws-secret-access-key': secretAccessKey,
})
/** Before an effect is the easier time: thorough runs try it too. */
const MOMENTS = THOROUGH ? (['hang-before', 'hang-after'] as const) : (['hang-after'] as const)
const POINTS = [
  ...SESSION.map(([service, action]) => ({ service, action, step: stage.step(), state: [] })),
  ...USER.map(([service, action]) => ({
    service,
    action,
    step: userStep,
    state: ['GITHUB_STATE of main 1: root'],
  })),
]

for (const { service, action, step, state } of POINTS) {
  for (const kind of MOMENTS) {
    const time = kind === 'hang-before' ? 'before' : 'after'
    test(
      `a job that is cancelled ${time} ${action} took effect leaves nothing that anybody holds`,
      needs,
      async () => {
        const remove = sandbox.faults.add({ service, action, nth: 1, effect: { kind } })
        const job = stage.job({ secrets: [secretAccessKey] })
        const main = job.start(step)
        const hanging = await sandbox.faults.hang()
        main.cancel()
        await hanging.gone
        remove()
        hanging.release()
        const { code, exported, outputs, annotations } = await main.ended
        assert.deepEqual([code, exported, outputs], [130, {}, {}], JSON.stringify(annotations))
        const [post] = await job.finish()
        assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
        assert.deepEqual(
          stage.alive().filter((name) => name !== 'deploy-role'),
          [],
        )
        stage.assertSecretsOnlyIn(job, state)
      },
    )

    test(
      `a job whose main is killed ${time} ${action} took effect leaves nothing that anybody holds`,
      needs,
      async () => {
        const remove = sandbox.faults.add({ service, action, nth: 1, effect: { kind } })
        const job = stage.job({ secrets: [secretAccessKey] })
        const main = job.start(step)
        const hanging = await sandbox.faults.hang()
        main.kill()
        const { code, exported, outputs } = await main.ended
        await hanging.gone
        remove()
        hanging.release()
        assert.deepEqual([code, exported, outputs], [137, {}, {}])
        const [post] = await job.finish()
        assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
        assert.deepEqual(
          stage.alive().filter((name) => name !== 'deploy-role'),
          [],
        )
        stage.assertSecretsOnlyIn(job, state)
      },
    )
  }
}

test('a job that is cancelled while it waits for its token stops at once', needs, async () => {
  stage.tokens.behave({ kind: 'silent' })
  const before = stage.tokens.requestedAt.length
  const requests = sandbox.requests.length
  const job = stage.job()
  const main = job.start(stage.step())
  await stage.tokens.asked(before + 1)
  main.cancel()
  const { code, exported } = await main.ended
  assert.deepEqual([code, exported], [130, {}])
  await job.finish()
  assert.deepEqual(stage.alive(), [])
  assert.ok(!stage.requestsSince(requests).includes('sts:AssumeRole'))
  stage.assertSecretsOnlyIn(job, [])
})
