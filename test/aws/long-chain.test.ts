import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asHolder } from '../../aws/clients/clients.ts'
import { failure, makeRole, roleOrder, startStage } from './stage.ts'

const TWO_HOURS = roleOrder({ durationSeconds: 7200 })

test('a role that would take another for longer than an hour is told how, before STS is asked for it', async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  const broker = await stage.issuer.issue(roleOrder(), {})
  const chained = stage.as(asHolder(broker.credentials))
  const before = stage.sandbox.requests.length
  const error = await failure(chained.issuer.issue(TWO_HOURS, {}))
  assert.equal(error.code, 'request-invalid')
  assert.match(error.message, /works as \S+assumed-role\/deploy\/\S+, .* than 1h: \S+ for 2h/)
  assert.match(error.hint ?? '', /^ask for an hour or less; or /)
  const asked = stage.sandbox.requests.slice(before).map(({ action }) => action)
  assert.deepEqual(asked, ['GetCallerIdentity'])
  await chained.issuer.issue(roleOrder(), {})
  const allAsked = stage.sandbox.requests.slice(before).map(({ action }) => action)
  assert.deepEqual(allAsked, ['GetCallerIdentity', 'AssumeRole'])
})

test("a session of a user's own key is no chain", async (t) => {
  const stage = await startStage(t)
  await makeRole(stage)
  await stage.iam.updateRole({ RoleName: 'deploy', MaxSessionDuration: 7200 })
  const own = await stage.issuer.issue(
    {
      type: 'session_token',
      durationSeconds: 3600,
      mfaSerialNumber: undefined,
      mfaCode: undefined,
    },
    {},
  )
  const session = stage.as(asHolder(own.credentials))
  const { credentials } = await session.issuer.issue(TWO_HOURS, {})
  const seconds = (credentials.expiresAt.getTime() - stage.clock.now().getTime()) / 1000
  assert.ok(seconds > 7100, `${seconds}`)
})

test('what the role itself does not allow is refused with its setting and its highest value', async (t) => {
  const stage = await startStage(t)
  const arn = await makeRole(stage)
  const error = await failure(stage.issuer.issue(TWO_HOURS, {}))
  assert.equal(error.code, 'aws-rejected')
  const hint = `ask for less, an hour at the most where nobody raised it, or raise MaxSessionDuration of ${arn} (43,200 seconds at most)`
  assert.equal(error.hint, hint)
})
