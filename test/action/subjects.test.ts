/** Whom a role is for, and what else in the job's environment would be used instead. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs } = stage
const ROLE = `credential_type: assumed_role
role_arns: [arn:aws:iam::123456789012:role/deploy-role]
default_sts_ttl: 30m
`

test(
  'a role for other jobs is refused before anything is asked of AWS, with its subjects',
  needs,
  async () => {
    stage.write(
      'roles/for-others.yaml',
      `${ROLE}subjects: ['repo:octo-org/octo-repo:environment:prod']\n`,
    )
    const before = stage.sandbox.requests.length
    const job = stage.job()
    const main = await job.uses(stage.step({ role: 'for-others' }))
    assert.equal(main.code, 1)
    assert.match(
      main.log,
      /role for-others is not for "repo:octo-org\/octo-repo:ref:refs\/heads\/main"/,
    )
    assert.match(main.log, /repo:octo-org\/octo-repo:environment:prod/)
    await job.finish()
    assert.deepEqual(stage.requestsSince(before), [])
  },
)

test('a role for this job is issued', needs, async () => {
  stage.write(
    'roles/for-main.yaml',
    `${ROLE}subjects: ['repo:octo-org/octo-repo:ref:refs/heads/*']\n`,
  )
  const job = stage.job()
  const main = await job.uses(stage.step({ role: 'for-main' }))
  assert.equal(main.code, 0, main.log)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test(
  'where AWS_PROFILE would be used instead of the credentials, main says so',
  needs,
  async () => {
    const job = stage.job({ env: { AWS_PROFILE: 'mine' } })
    const main = await job.uses(stage.step())
    assert.equal(main.code, 0, main.log)
    assert.match(main.log, /AWS_PROFILE is set in this job/)
    await job.finish()
  },
)
