/** Seeing that AWS refuses revoked credentials, and no false proof of it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { awaitRefusal } from '../../aws/probe/await-refusal.ts'
import { type LeaseProbe, type Sight, leaseProbe } from '../../aws/probe/lease-probe.ts'
import { type Clock, secondsAfter, systemClock } from '../../core/clock.ts'
import type { Credentials } from '../../core/credentials.ts'
import { issue } from '../../core/issue.ts'
import { revoke } from '../../core/revoke.ts'
import { type RevocationStage, SESSION_TYPES, startRevocationStage } from './revocation-stage.ts'
import { allow } from './stage.ts'

const START = new Date('2026-11-21T12:00:00Z')

/** A probe that sees one thing after another, and a clock that waiting moves. */
function scripted(...sights: readonly Sight[]) {
  let now = START
  let looks = 0
  const clock: Clock = {
    ...systemClock,
    now: () => now,
    sleep: (milliseconds) => {
      now = secondsAfter(now, milliseconds / 1000)
      return Promise.resolve()
    },
  }
  const probe: LeaseProbe = () =>
    Promise.resolve(sights[Math.min(looks++, sights.length - 1)] ?? 'unclear')
  return { clock, probe }
}

describe('a refusal', () => {
  const cases: readonly (readonly [before: Sight, seen: readonly Sight[], verified: boolean])[] = [
    ['allowed', ['denied'], true],
    ['allowed', ['no-right'], true],
    ['allowed', ['unknown-key'], true],
    ['allowed', ['allowed'], false],
    ['allowed', ['unclear'], false],
    ['no-right', ['no-right'], false],
    ['no-right', ['denied'], true],
    ['no-right', ['unknown-key'], true],
    ['denied', ['denied'], false],
    ['denied', ['unknown-key'], true],
    ['unclear', ['no-right'], false],
    ['unclear', ['denied'], true],
    ['unknown-key', ['unknown-key'], true],
    ['unknown-key', ['denied'], false],
    ['allowed', ['allowed', 'denied', 'allowed', 'denied', 'denied', 'denied'], true],
  ]
  for (const [before, seen, verified] of cases) {
    const text = seen.join(', ')
    test(`after ${before} is ${verified ? 'proven' : 'not proven'} by ${text}`, async () => {
      const { clock, probe } = scripted(...seen)
      const found = await awaitRefusal(probe, { clock, before, seconds: 10 }, {})
      assert.equal(found.verified, verified)
    })
  }

  test('counts from the first of three in a row', async () => {
    const { clock, probe } = scripted('allowed', 'denied', 'allowed', 'denied')
    const found = await awaitRefusal(probe, { clock, before: 'allowed', seconds: 60 }, {})
    const since = secondsAfter(START, 0.2 + 0.3 + 0.45)
    assert.deepEqual(found, { verified: true, since })
  })

  test('is waited for as long as was asked, and the reason tells that', async () => {
    const { clock, probe } = scripted('allowed')
    const found = await awaitRefusal(probe, { clock, before: 'allowed', seconds: 60 }, {})
    assert.deepEqual(found, { verified: false, reason: 'AWS accepted the credentials for 60 s' })
    const took = (clock.now().getTime() - START.getTime()) / 1000
    assert.ok(took > 57 && took <= 60, `${took} s`)
  })
})

describe('a look with the credentials of a lease', () => {
  for (const type of SESSION_TYPES) {
    test(`of ${type} tells a revoked one from its sibling`, async (t) => {
      const stage = await startRevocationStage(t)
      const [lost, kept] = [await stage.issue(type), await stage.issue(type)]
      assert.equal(await lookWith(stage, lost.credentials), 'allowed')
      await revoke(stage.ports(), lost.lease.id)
      assert.equal(await lookWith(stage, lost.credentials), 'denied')
      assert.equal(await lookWith(stage, kept.credentials), 'allowed')
    })
  }

  test('of iam_user ends with a key that AWS does not know', async (t) => {
    const stage = await startRevocationStage(t)
    const { lease, credentials } = await issue(stage.ports(), {
      holder: { kind: 'shell' },
      role: {
        name: 'ci',
        credential_type: 'iam_user',
        policy_document: allow('s3:GetObject'),
        policy_arns: [],
        iam_groups: [],
        iam_tags: {},
        user_path: '/daypass/',
        default_ttl: 1800,
        max_ttl: 3600,
      },
    })
    assert.equal(await lookWith(stage, credentials), 'no-right')
    await revoke(stage.ports(), lease.id)
    assert.equal(await lookWith(stage, credentials), 'unknown-key')
  })

  test('takes the end of a short lease for no deny: that stands in its session policy', async (t) => {
    const stage = await startRevocationStage(t)
    const { lease, credentials } = await stage.issue('assumed_role', 120)
    stage.moveTo(secondsAfter(lease.expiresAt, 1))
    assert.equal(await lookWith(stage, credentials), 'no-right')
  })

  test('says of a server that fails nothing', async (t) => {
    const stage = await startRevocationStage(t)
    const { credentials } = await stage.issue('assumed_role')
    const effect = { kind: 'status', status: 503, code: 'SlowDown' } as const
    stage.sandbox.faults.add({ service: 's3', action: 'ListBuckets', effect })
    assert.equal(await lookWith(stage, credentials), 'unclear')
  })
})

async function lookWith(stage: RevocationStage, credentials: Credentials): Promise<Sight> {
  return await (
    await leaseProbe(stage.root, credentials, { endpoint: stage.sandbox.url })
  )({})
}
