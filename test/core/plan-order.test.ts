import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { planOrder } from '../../core/issuance/plan-order.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import type { FederationTokenRole, SessionTokenRole } from '../../core/role/role.ts'
import { HOLDER, START, failureOf, sessionRole, userRole } from './world.ts'

const NAME = '4cZkq2TzWq0bXyN8rPdU1a'
const ID = parseLeaseId(`ci/${NAME}`)
const plan = (request: IssueRequest) => planOrder(request, ID, START)
const refusal = (request: IssueRequest) => failureOf(Promise.resolve().then(() => plan(request)))

const federation: FederationTokenRole = {
  name: 'reader',
  credential_type: 'federation_token',
  policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  iam_groups: [],
  default_sts_ttl: 3600,
  max_sts_ttl: 7200,
}
const mfa: SessionTokenRole = {
  name: 'operator',
  credential_type: 'session_token',
  mfa_serial_number: 'arn:aws:iam::123456789012:mfa/ops',
  default_sts_ttl: 3600,
  max_sts_ttl: 7200,
}

describe('names in AWS', () => {
  test('a user is named after role and lease, and the lease’s own part is never cut', () => {
    const { order } = plan({ role: userRole({ name: 'x'.repeat(64) }), holder: HOLDER })
    assert.equal(order.type === 'iam_user' && order.userName, `daypass-${'x'.repeat(33)}-${NAME}`)
  })

  test('a federated user’s name fits into AWS’s 32 characters', () => {
    const { order } = plan({ role: federation, holder: HOLDER })
    assert.equal(order.type === 'federation_token' && order.userName, `daypass-${NAME}`)
  })

  test('a session is named by the template, cut to 64 with the lease’s own part whole', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (repository) => {
        const role = sessionRole({ role_session_name: '{{repository}}-{{job}}' })
        const { order } = plan({ role, holder: { kind: 'github', repository, job: 'build' } })
        assert.ok(order.type === 'assumed_role')
        assert.match(order.sessionName, /^[\w+=,.@-]{23,64}$/)
        assert.ok(order.sessionName.endsWith(`-${NAME}`))
      }),
    )
  })

  test('what a holder does not have leaves no double hyphens', () => {
    const role = sessionRole({ role_session_name: 'daypass-{{repository}}-{{run_id}}' })
    const { order } = plan({ role, holder: { kind: 'shell', user: 'ann' } })
    assert.equal(order.type === 'assumed_role' && order.sessionName, `daypass-${NAME}`)
  })

  test('tags of a user say lease, role and holder in characters that AWS takes', () => {
    const { order } = plan({
      role: userRole(),
      holder: { kind: 'github', actor: 'dependabot[bot]' },
    })
    assert.ok(order.type === 'iam_user')
    assert.deepEqual(order.tags, {
      'daypass:lease': ID,
      'daypass:role': 'ci',
      'daypass:holder': 'github dependabot_bot_',
    })
  })
})

describe('lifetimes', () => {
  test('the role’s default holds when nothing is asked for', () => {
    assert.equal(
      plan({ role: userRole(), holder: HOLDER }).expiresAt.toISOString(),
      '2026-03-01T12:10:00.000Z',
    )
  })

  test('more than the role’s maximum is refused and not cut', async () => {
    const error = await refusal({ role: userRole(), holder: HOLDER, ttlSeconds: 1801 })
    assert.equal(error.message, 'role ci allows at most 30m, not 30m1s')
    assert.match(error.hint ?? '', /max_ttl/)
  })

  test('a lease shorter than AWS’s 15 minutes is asked for with 15 and denied after its end', () => {
    const { order } = plan({ role: sessionRole(), holder: HOLDER, ttlSeconds: 120 })
    assert.ok(order.type === 'assumed_role')
    assert.deepEqual([order.durationSeconds, order.isShort], [900, true])
    assert.equal(order.denyAfter.toISOString(), '2026-03-01T12:02:00.000Z')
  })

  test('at 15 minutes AWS ends it itself, and its policy does besides', () => {
    const { order } = plan({ role: sessionRole(), holder: HOLDER, ttlSeconds: 900 })
    assert.ok(order.type === 'assumed_role')
    assert.deepEqual([order.durationSeconds, order.isShort], [900, false])
    assert.equal(order.denyAfter.toISOString(), '2026-03-01T12:15:00.000Z')
  })

  test('a session_token cannot be shorter, and says why', async () => {
    const error = await refusal({ role: mfa, holder: HOLDER, ttlSeconds: 600, mfaCode: '123456' })
    assert.match(error.message, /at least 15m/)
  })

  test('a role’s own end cuts its leases, and nothing is issued after it', async () => {
    const role = userRole({ expires_at: new Date('2026-03-01T12:05:00Z') })
    const { expiresAt, maxExpiresAt } = plan({ role, holder: HOLDER })
    assert.equal(expiresAt.toISOString(), '2026-03-01T12:05:00.000Z')
    assert.equal(maxExpiresAt.toISOString(), '2026-03-01T12:05:00.000Z')
    const over = await refusal({ role: { ...role, expires_at: START }, holder: HOLDER })
    assert.equal(over.code, 'role-invalid')
  })

  for (const ttlSeconds of [0, -1, 1.5, 29, Number.NaN]) {
    test(`a ttl of ${ttlSeconds} is refused`, async () => {
      assert.equal(
        (await refusal({ role: userRole(), holder: HOLDER, ttlSeconds })).code,
        'request-invalid',
      )
    })
  }
})

describe('options of a request', () => {
  const two = sessionRole({ role_arns: ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b'] })
  test('of several role_arns one must be chosen', async () => {
    assert.match((await refusal({ role: two, holder: HOLDER })).message, /choose one/)
    const { order } = plan({ role: two, holder: HOLDER, roleArn: 'arn:aws:iam::1:role/b' })
    assert.equal(order.type === 'assumed_role' && order.roleArn, 'arn:aws:iam::1:role/b')
  })

  test('a role_arn that the role does not name is refused', async () => {
    const error = await refusal({ role: two, holder: HOLDER, roleArn: 'arn:aws:iam::1:role/c' })
    assert.match(error.message, /is not one of/)
  })

  for (const [option, request] of [
    [
      'a choice of role_arns',
      { role: userRole(), holder: HOLDER, roleArn: 'arn:aws:iam::1:role/a' },
    ],
    ['a name of the session', { role: federation, holder: HOLDER, roleSessionName: 'x' }],
    ['an MFA code', { role: sessionRole(), holder: HOLDER, mfaCode: '123456' }],
  ] as const) {
    test(`${option} does not go with ${request.role.credential_type}`, async () => {
      assert.match((await refusal(request)).message, new RegExp(`^${option} does not go with role`))
    })
  }

  test('a role with an MFA device needs a code', async () => {
    assert.match((await refusal({ role: mfa, holder: HOLDER })).message, /needs an MFA code/)
  })

  test('session tags and source identity are filled in from the holder', () => {
    const role = sessionRole({
      session_tags: { repo: '{{repository}}' },
      source_identity: '{{repository}}',
    })
    const { order } = plan({ role, holder: HOLDER })
    assert.ok(order.type === 'assumed_role')
    assert.deepEqual([order.sessionTags, order.sourceIdentity], [{ repo: 'octo/app' }, 'octo_app'])
  })
})
