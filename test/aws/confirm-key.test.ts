import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clock, secondsAfter } from '../../core/clock.ts'
import { confirmKey } from '../../aws/users/confirm-key.ts'
import { callerIdentity } from '../../aws/clients/caller.ts'
import type { Credentials } from '../../core/credentials.ts'
import { Secret } from '../../core/secret.ts'
import { type Turn, refusal, reply, startScripted } from './scripted-endpoint.ts'
import { attempt, failure, startStage, userOrder } from './stage.ts'

const WHO = reply(
  'GetCallerIdentity',
  '<Arn>arn:aws:iam::1:user/x</Arn><UserId>U</UserId><Account>1</Account>',
)
const UNKNOWN_KEY = refusal(403, 'InvalidClientTokenId')
const KEY: Credentials = {
  accessKeyId: 'AKIDNEW',
  secretAccessKey: new Secret('s'),
  sessionToken: undefined,
  arn: undefined,
  expiresAt: new Date(0),
}

/** A clock that stands still but for its sleepers. */
function steppingClock(): Clock & { slept(): number } {
  const start = new Date('2026-01-01T00:00:00Z')
  let slept = 0
  return {
    now: () => secondsAfter(start, slept / 1000),
    sleep: (milliseconds) => {
      slept += milliseconds
      return Promise.resolve()
    },
    alarm: () => () => undefined,
    slept: () => slept,
  }
}

async function confirmAgainst(turns: readonly Turn[]) {
  const endpoint = await startScripted(turns)
  const clock = steppingClock()
  try {
    const outcome = await confirmKey(endpoint.clients, clock, KEY, {}).then(
      () => 'accepted',
      (error: unknown) => error,
    )
    return { outcome, tries: endpoint.seen.length, slept: clock.slept() }
  } finally {
    await endpoint.stop()
  }
}

test('a key that works at once is confirmed by one request, without waiting', async () => {
  assert.deepEqual(await confirmAgainst([WHO]), { outcome: 'accepted', tries: 1, slept: 0 })
})

test('a key that was refused once has to work twice in a row', async () => {
  const { outcome, tries } = await confirmAgainst([UNKNOWN_KEY, WHO, UNKNOWN_KEY, WHO, WHO])
  assert.equal(outcome, 'accepted')
  assert.equal(tries, 5)
})

test('a key that never works is given up after a minute', async () => {
  const { outcome, tries, slept } = await confirmAgainst([UNKNOWN_KEY])
  assert.equal((outcome as { code?: string }).code, 'key-not-accepted')
  assert.ok(slept > 55_000 && slept <= 60_000, `waited ${slept} ms`)
  assert.ok(tries > 25 && tries < 40, `${tries} tries`)
})

test('an endpoint without GetCallerIdentity is taken at its word', async () => {
  for (const turn of [{ status: 405, body: '' }, refusal(400, 'InvalidAction')]) {
    assert.deepEqual(await confirmAgainst([turn]), { outcome: 'accepted', tries: 1, slept: 0 })
  }
})

test('a denial by name shows that AWS knows the key; a bare 403 does not', async () => {
  assert.equal((await confirmAgainst([refusal(403, 'AccessDenied')])).outcome, 'accepted')
  const { outcome } = await confirmAgainst([{ status: 403, body: '<Error></Error>' }])
  assert.equal((outcome as { code?: string }).code, 'key-not-accepted')
})

test('STS that is down or throttles is waited for, and named if it stays so', async () => {
  const passing = await confirmAgainst([
    { status: 503, body: '' },
    refusal(400, 'Throttling'),
    WHO,
    WHO,
  ])
  assert.equal(passing.outcome, 'accepted')
  const { outcome } = await confirmAgainst([{ status: 503, body: '' }])
  assert.equal((outcome as { code?: string }).code, 'aws-unavailable')
})

test('a new key is handed out only once AWS knows it', async (t) => {
  const stage = await startStage(t, { propagationSeconds: 8 })
  stage.sandbox.clock.advance(10)
  const order = userOrder(stage)
  const { credentials } = await stage.issuer.issue(order, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'InvalidAccessKeyId')
  await stage.issuer.confirm(order, credentials, {})
  assert.equal(await attempt(stage, credentials, 'get'), 'done')
})

test('a wait that is stopped ends at once', async (t) => {
  const stage = await startStage(t, { propagationSeconds: 8 })
  stage.sandbox.clock.advance(10)
  const order = userOrder(stage)
  const { credentials } = await stage.issuer.issue(order, {})
  const signal = AbortSignal.abort()
  assert.equal(
    (await failure(stage.issuer.confirm(order, credentials, { signal }))).code,
    'cancelled',
  )
})

test('the caller’s identity is what AWS says, in any partition', async (t) => {
  const stage = await startStage(t, { partition: 'aws-cn', accountId: '210987654321' })
  const { accountId, arn, userId } = await callerIdentity(stage.clients)
  assert.equal(accountId, '210987654321')
  assert.equal(arn, 'arn:aws-cn:iam::210987654321:user/daypass-root')
  assert.match(userId, /^AIDA/)
})
