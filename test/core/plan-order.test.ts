import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { secondsAfter } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Holder } from '../../core/holder.ts'
import { parseLeaseId } from '../../core/lease-id.ts'
import { type Plan, planOrder } from '../../core/plan-order.ts'
import type { IssueRequest } from '../../core/request.ts'
import { readRole } from '../../core/role/parse-role.ts'
import type { Role } from '../../core/role/role.ts'

const NOW = new Date('2026-03-01T12:00:00.250Z')
const NAME = '4cZkq2TzWq0bXyN8rPdU1a'
const JOB: Holder = {
  kind: 'github',
  repository: 'octo/app',
  run_id: '42',
  job: 'deploy',
  actor: 'ann',
}
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}
const ROLE_A = 'arn:aws:iam::123456789012:role/a'
const ROLE_B = 'arn:aws:iam::123456789012:role/b'

const user = (fields: object = {}): Role =>
  aRole({ credential_type: 'iam_user', policy_document: POLICY, ...fields })
const session = (fields: object = {}): Role =>
  aRole({ credential_type: 'assumed_role', role_arns: [ROLE_A], ...fields })
const federated = (fields: object = {}): Role =>
  aRole({ credential_type: 'federation_token', policy_document: POLICY, ...fields })
const token = (fields: object = {}): Role => aRole({ credential_type: 'session_token', ...fields })

for (const name of ['r', 'team@corp.example', 'r'.repeat(64)]) {
  test(`the names that role ${name.slice(0, 20)} makes in AWS end in the lease’s 22 characters and fit`, () => {
    const made = plan(user({ name })).principal
    const assumed = plan(session({ name })).principal
    const named = plan(federated({ name })).principal
    assert.ok(made.type === 'iam_user' && assumed.type === 'assumed_role')
    assert.ok(named.type === 'federation_token')
    const ours = new RegExp(`^daypass-.*${NAME}$`)
    for (const text of [made.userName, assumed.sessionName, named.userName])
      assert.match(text, ours)
    assert.ok(made.userName.length <= 64 && assumed.sessionName.length <= 64)
    assert.ok(named.userName.length <= 32)
  })
}

test('whatever holder and templates say, a session’s name and source identity are such as AWS takes', () => {
  const role = session({
    role_session_name: 'x-{{repository}}-{{job}}',
    source_identity: 'si-{{actor}}',
  })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (repository, job) => {
      const holder: Holder = { kind: 'github', repository, job, actor: repository }
      const { order } = planOrder({ role, holder }, parseLeaseId(`${role.name}/${NAME}`), NOW)
      assert.ok(order.type === 'assumed_role')
      assert.match(order.sessionName, /^[\w+=,.@-]{2,64}$/)
      assert.ok(order.sessionName.endsWith(NAME))
      assert.match(order.sourceIdentity ?? '', /^[\w+=,.@-]{2,64}$/)
    }),
  )
})

test('templates of a session are filled in from the holder, in names and tags', () => {
  const { order } = plan(
    session({
      role_session_name: '{{repository}}.{{run_id}}',
      source_identity: '{{actor}}',
      external_id: 'ext-1',
      session_tags: { repo: '{{repository}}', by: 'job {{job}}' },
    }),
  )
  assert.ok(order.type === 'assumed_role')
  assert.equal(order.sessionName, `octo_app.42-${NAME}`)
  assert.equal(order.sourceIdentity, 'ann')
  assert.equal(order.externalId, 'ext-1')
  assert.deepEqual(order.sessionTags, { repo: 'octo/app', by: 'job deploy' })
})

test('the session name of a request replaces that of the role', () => {
  const { order } = plan(session({ role_session_name: 'role' }), {
    roleSessionName: 'mine-{{job}}',
  })
  assert.equal(order.type === 'assumed_role' && order.sessionName, `mine-deploy-${NAME}`)
})

test('a source identity of which nothing is left for this holder is refused', () => {
  const holder: Holder = { kind: 'shell', user: 'ann' }
  assert.throws(
    () => plan(session({ source_identity: '{{actor}}' }), { holder }),
    invalid(/source_identity/),
  )
})

test('a user has the role’s tags and daypass’s own, and its path and boundary', () => {
  const boundary = 'arn:aws:iam::123456789012:policy/boundary'
  const { order, principal } = plan(
    user({ iam_tags: { team: 'data' }, permissions_boundary_arn: boundary }),
  )
  assert.ok(order.type === 'iam_user' && principal.type === 'iam_user')
  assert.equal(order.tags['team'], 'data')
  assert.equal(order.tags['daypass:lease'], `r/${NAME}`)
  assert.equal(order.tags['daypass:role'], 'r')
  assert.match(order.tags['daypass:holder'] ?? '', /octo\/app 42/)
  assert.deepEqual(
    [order.userPath, principal.userPath, order.permissionsBoundaryArn],
    ['/daypass/', '/daypass/', boundary],
  )
})

test('the ttl of a request counts for every type, and the role’s default without one', () => {
  const ends = (role: Role, ttlSeconds?: number) =>
    secondsUntil(plan(role, { ttlSeconds }).expiresAt)
  assert.deepEqual([ends(user({ default_ttl: '20m' })), ends(user(), 60)], [1200, 60])
  assert.deepEqual([ends(session({ default_sts_ttl: '20m' })), ends(session(), 60)], [1200, 60])
  assert.deepEqual([ends(federated({ default_sts_ttl: '20m' })), ends(federated(), 60)], [1200, 60])
  assert.deepEqual([ends(token({ default_sts_ttl: '20m' })), ends(token(), 1000)], [1200, 1000])
})

test('a ttl above the role’s maximum is refused with the field to change', () => {
  assert.throws(
    () => plan(user({ max_ttl: '1h' }), { ttlSeconds: 3601 }),
    invalid(/at most 1h.*not 1h1s/, /raise max_ttl/),
  )
  assert.throws(
    () => plan(session({ max_sts_ttl: '1h' }), { ttlSeconds: 7200 }),
    invalid(/at most 1h.*not 2h/, /raise max_sts_ttl/),
  )
})

for (const ttlSeconds of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a ttl of ${ttlSeconds} seconds is refused`, () => {
    assert.throws(() => plan(session(), { ttlSeconds }), invalid(/ttl/))
  })
}

test('a session shorter than AWS’s 15 minutes is asked for at 15 minutes and ended by its policy', () => {
  for (const role of [session(), federated()]) {
    const short = plan(role, { ttlSeconds: 300 })
    assert.ok(short.order.type === 'assumed_role' || short.order.type === 'federation_token')
    assert.equal(short.order.durationSeconds, 900)
    assert.deepEqual(short.order.denyAfter, short.expiresAt)
    const long = plan(role, { ttlSeconds: 900 })
    assert.ok(long.order.type === 'assumed_role' || long.order.type === 'federation_token')
    assert.deepEqual([long.order.durationSeconds, long.order.denyAfter], [900, undefined])
  }
})

test('a session token, which takes no policy, is refused below 15 minutes', () => {
  assert.throws(() => plan(token(), { ttlSeconds: 899 }), invalid(/at least 15m/))
})

test('a lease ends on a whole second, never before its time, and never after the definition of its role', () => {
  const { expiresAt } = plan(user(), { ttlSeconds: 60 })
  assert.equal(expiresAt.toISOString(), '2026-03-01T12:01:01.000Z')
  const ending = user({ expires_at: '2026-03-01T12:00:30Z', max_ttl: '2h' })
  const cut = plan(ending, { ttlSeconds: 60 })
  assert.deepEqual([cut.expiresAt, cut.maxExpiresAt], [ending.expires_at, ending.expires_at])
  assert.throws(
    () => plan(user({ expires_at: '2026-03-01T12:00:00Z' })),
    (error) => isDaypassError(error, 'role-invalid'),
  )
})

test('only a user may live longer by renewal, up to its max_ttl', () => {
  assert.equal(
    secondsUntil(plan(user({ default_ttl: '1h', max_ttl: '8h' })).maxExpiresAt),
    8 * 3600,
  )
  const made = plan(session({ max_sts_ttl: '8h' }))
  assert.deepEqual(made.maxExpiresAt, made.expiresAt)
})

test('one of several role_arns has to be chosen, and only one of them can be', () => {
  const both = session({ role_arns: [ROLE_A, ROLE_B] })
  const chosen = plan(both, { roleArn: ROLE_B })
  assert.equal(chosen.principal.type === 'assumed_role' && chosen.principal.roleArn, ROLE_B)
  assert.throws(() => plan(both), invalid(/choose one/, /role\/a, .*role\/b/))
  assert.throws(() => plan(session(), { roleArn: ROLE_B }), invalid(/not one of/, /role\/a/))
})

test('an option that does not go with the type is refused', () => {
  assert.throws(() => plan(user(), { roleArn: ROLE_A }), invalid(/role_arn does not go with/))
  assert.throws(
    () => plan(federated(), { roleSessionName: 'x' }),
    invalid(/role_session_name does not go with/),
  )
  assert.throws(() => plan(session(), { mfaCode: '123456' }), invalid(/mfa_code does not go with/))
})

test('a role with an MFA device needs a code, and passes it on with the device', () => {
  const role = token({ mfa_serial_number: 'arn:aws:iam::123456789012:mfa/ann' })
  assert.throws(() => plan(role), invalid(/needs an MFA code/))
  const { order } = plan(role, { mfaCode: '123456' })
  assert.ok(order.type === 'session_token')
  assert.deepEqual(
    [order.mfaSerialNumber, order.mfaCode],
    ['arn:aws:iam::123456789012:mfa/ann', '123456'],
  )
})

function aRole(fields: object): Role {
  return readRole({ name: 'r', ...fields }, { file: 'r.yaml', name: 'r', dialect: 'aws' })
}

function plan(role: Role, request: Partial<IssueRequest> = {}): Plan {
  return planOrder({ role, holder: JOB, ...request }, parseLeaseId(`${role.name}/${NAME}`), NOW)
}

/** From the whole second that the start is rounded up to. */
function secondsUntil(moment: Date): number {
  return Math.floor((moment.getTime() - secondsAfter(NOW, 0).getTime()) / 1000)
}

function invalid(message: RegExp, hint?: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isDaypassError(error, 'request-invalid'))
    assert.match(error.message, message)
    if (hint !== undefined) assert.match(error.hint ?? '', hint)
    return true
  }
}
