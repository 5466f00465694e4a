import fc from 'fast-check'
import { HOLDER_FIELDS } from '../../core/lease/holder.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import type { EndedLease, LiveLease } from '../../core/lease/lease.ts'

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')
const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...LETTERS, '-', '_') })
const time = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2200-01-01T00:00:00Z'),
  noInvalidDate: true,
})
const reason = fc.constantFrom('requested', 'expired', 'abandoned', 'failed')

/** A role name of few different ones, so that collisions happen. */
const roleNames = fc.constantFrom('a', 'a-b', 'a.b', 'A', 'role@x.y', 'deploy_prod')

const ids = fc
  .tuple(roleNames, fc.string({ minLength: 22, maxLength: 22, unit: fc.constantFrom(...LETTERS) }))
  .map(([role, name]) => parseLeaseId(`${role}/${name}`))

const holders = fc.record(
  {
    kind: fc.constantFrom('github', 'terraform', 'shell'),
    ...Object.fromEntries(HOLDER_FIELDS.map((field) => [field, fc.string()])),
  },
  { requiredKeys: ['kind'], noNullPrototype: true },
)

const principals = fc.oneof(
  fc.record(
    {
      type: fc.constant('iam_user'),
      userName: word,
      userPath: fc.constant('/daypass/'),
      account: fc.constant('123456789012'),
      accessKeyId: word,
      accountRoleArn: word,
      askedAgain: fc.constant(true),
    },
    { requiredKeys: ['type', 'userName', 'userPath'], noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('assumed_role'),
      roleArn: word,
      sessionName: word,
      endsByPolicy: fc.constant(true),
    },
    { requiredKeys: ['type', 'roleArn', 'sessionName'], noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('federation_token'),
      userName: word,
      issuerArn: word,
      endsByPolicy: fc.constant(true),
    },
    { requiredKeys: ['type', 'userName'], noNullPrototype: true },
  ),
  fc.record(
    {
      type: fc.constant('session_token'),
      accessKeyId: word,
      issuerArn: word,
      issuedSecond: time,
    },
    { requiredKeys: ['type'], noNullPrototype: true },
  ),
)

const facts = fc
  .record(
    {
      id: ids,
      holder: holders,
      principal: principals,
      allowedWithoutSubject: fc.constant(true),
      issuedAt: time,
      expiresAt: time,
    },
    { requiredKeys: ['id', 'holder', 'principal', 'issuedAt', 'expiresAt'], noNullPrototype: true },
  )
  .map((lease) => ({
    ...lease,
    role: lease.id.slice(0, lease.id.indexOf('/')),
    credentialType: lease.principal.type,
  }))

const liveStatuses = fc.oneof(
  fc.record({ status: fc.constant('pending') }),
  fc.record(
    { status: fc.constant('active'), renewedAt: time },
    { requiredKeys: ['status'], noNullPrototype: true },
  ),
  fc.record(
    {
      status: fc.constant('revoking'),
      reason,
      requestedAt: time,
      attempts: fc.integer({ min: 1, max: 1000 }),
      claimed: fc.boolean(),
      lastError: fc.string(),
    },
    {
      requiredKeys: ['status', 'reason', 'requestedAt', 'attempts', 'claimed'],
      noNullPrototype: true,
    },
  ),
)

/** Any live lease. */
export const liveLeases: fc.Arbitrary<LiveLease> = fc
  .tuple(facts, fc.record({ maxExpiresAt: time, dueAt: time }), liveStatuses)
  .map(([fact, times, status]) => ({ ...fact, ...times, ...status }))

/** Any record of an ended lease. */
export const endedLeases: fc.Arbitrary<EndedLease> = fc
  .tuple(
    facts,
    fc.record({
      status: fc.constant('ended'),
      endedAt: time,
      outcome: fc.constantFrom('revoked', 'expired', 'never-issued'),
      reason,
    }),
  )
  .map(([fact, status]) => ({ ...fact, ...status }))
