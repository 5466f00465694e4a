/** GitHub's token service on a bad day. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'
import type { Behaviour } from './runner/id-token-server.ts'

const stage = await openStage()
const { needs } = stage

const PASSING: readonly (readonly [string, Behaviour])[] = [
  ['an error of the server', { kind: 'status', status: 503, body: 'busy' }],
  ['a bad gateway', { kind: 'status', status: 502, body: '<html>' }],
  ['a lost connection', { kind: 'drop' }],
  [
    'a job that still counts as pending',
    { kind: 'status', status: 403, body: `Can't issue ID_TOKEN for job in 'Pending' state` },
  ],
]

for (const [what, behaviour] of PASSING) {
  test(`${what} is asked again`, needs, async () => {
    stage.tokens.behave(behaviour, behaviour)
    const before = stage.tokens.requestedAt.length
    const job = stage.job()
    const { code, log } = await job.uses(stage.step())
    assert.equal(code, 0, log)
    assert.equal(stage.tokens.requestedAt.length - before, 3)
    await job.finish()
    assert.deepEqual(stage.alive(), [])
  })
}

for (const status of [400, 401, 403]) {
  test(`a refusal with ${status} fails the step after one request`, needs, async () => {
    const refusal = { kind: 'status', status, body: 'no' } as const
    stage.tokens.behave(refusal, refusal)
    const before = stage.tokens.requestedAt.length
    const job = stage.job()
    const { code, annotations, exported } = await job.uses(stage.step())
    assert.deepEqual([code, exported], [1, {}])
    assert.match(
      annotations[0]?.message ?? '',
      new RegExp(`refused with status ${status}.*id-token: write`),
    )
    assert.equal(stage.tokens.requestedAt.length - before, 1)
    await job.finish()
    stage.assertSecretsOnlyIn(job, [])
  })
}

test('a post that gets no token says so and lets the job be', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step())
  stage.tokens.behave({
    kind: 'status',
    status: 403,
    body: `Can't issue ID_TOKEN for job in 'Completed' state`,
  })
  const [post] = await job.finish()
  assert.equal(post?.code, 0)
  assert.match(post.annotations[0]?.message ?? '', /was not revoked.*refused with status 403/)
  assert.deepEqual(stage.alive(), ['deploy-role'])
  assert.equal(job.env()['AWS_ACCESS_KEY_ID'], '')
})
