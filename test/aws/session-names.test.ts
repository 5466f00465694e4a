import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Stage, failure, makeRole, roleOrder, startStage } from './stage.ts'

const ORDER = roleOrder({ sourceIdentity: 'ci' })

async function trustIf(t: Parameters<typeof startStage>[0], condition: object): Promise<Stage> {
  const stage = await startStage(t)
  await makeRole(stage, { Condition: condition })
  return stage
}

test('where a role is for sessions of one name, the denial says which pattern meets those of daypass', async (t) => {
  const stage = await trustIf(t, { StringEquals: { 'sts:RoleSessionName': 'daypass-ci' } })
  const error = await failure(stage.issuer.issue(ORDER, {}))
  assert.equal(error.code, 'aws-denied')
  const cure = 'a condition on sts:RoleSessionName needs StringLike "daypass-ci-*"'
  assert.ok(error.hint?.endsWith(cure), error.hint)
})

for (const condition of [
  { StringLike: { 'sts:RoleSessionName': 'daypass-ci-*' } },
  { StringEquals: { 'sts:SourceIdentity': 'ci' } },
])
  test(`a role that is trusted if ${JSON.stringify(condition)} is taken`, async (t) => {
    const stage = await trustIf(t, condition)
    const { principal } = await stage.issuer.issue(ORDER, {})
    assert.equal(principal.type, 'assumed_role')
  })
