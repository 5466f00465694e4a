import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roleSchema } from '../../core/role/role-schema.ts'
import type { Role } from '../../core/role/role.ts'
import { unknown } from '../../terraform-plugin/protocol/value.ts'
import { ROLE_FIELDS, type RoleState } from '../../provider/roles/attributes.ts'
import { importedRoleState, roleState } from '../../provider/roles/role-state.ts'
import { meaningOf } from '../../provider/roles/same-fields.ts'
import { type WrittenRole, readWrittenRole } from '../../provider/roles/written-role.ts'
import { anyRole } from '../role/role-arbitrary.ts'

const NOTHING = Object.fromEntries(ROLE_FIELDS.map((field) => [field, null])) as WrittenRole
const written = (fields: Partial<WrittenRole>): WrittenRole => ({
  ...NOTHING,
  name: 'reader',
  ...fields,
})
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
})
const USER = written({ credential_type: 'iam_user', policy_document: POLICY })

test('the resource has every field of a role', () => {
  const fields = Object.keys(roleSchema.shape).filter((name) => !['$schema', 'name'].includes(name))
  assert.deepEqual([...ROLE_FIELDS].sort(), fields.sort())
})

test('a role that becomes attributes and a role again is the same', () => {
  fc.assert(
    fc.property(anyRole, (role) => {
      assert.deepEqual(roleOf({ ...roleState(role), name: role.name }), role)
    }),
  )
})

test('a role that is as its attributes say has not drifted', () => {
  fc.assert(
    fc.property(anyRole, (role) => {
      const state = roleState(role)
      assert.deepEqual(roleState(role, { state, role }), state)
    }),
  )
})

test('whatever a role has become, its attributes then say it', () => {
  fc.assert(
    fc.property(anyRole, anyRole, (before, after) => {
      const state = roleState(before)
      const changed = roleState(after, { state, role: before })
      assert.deepEqual(meaningOf(roleOf({ ...changed, name: after.name })), meaningOf(after))
    }),
  )
})

test('an imported role is the same role, and leaves its defaults out', () => {
  fc.assert(
    fc.property(anyRole, (role) => {
      assert.deepEqual(roleOf({ ...importedRoleState(role, 'aws'), name: role.name }), role)
    }),
  )
  const state = importedRoleState(roleOf(USER), 'aws')
  const given = Object.entries(state).filter(([, value]) => value !== null)
  assert.deepEqual(given, [
    ['credential_type', 'iam_user'],
    ['policy_document', POLICY],
  ])
})

test('other words for the same are no drift', () => {
  const spelt = written({
    credential_type: 'iam_user',
    policy_document: JSON.stringify(JSON.parse(POLICY), undefined, 2),
    default_ttl: '60m',
    max_leases: '5',
  })
  const role = roleOf(spelt)
  const canonical = roleOf({ ...roleState(role), name: 'reader' })
  const { name, ...state } = spelt
  assert.equal(name, 'reader')
  assert.deepEqual(roleState(canonical, { state: state as RoleState, role }), state)
})

test('a field that somebody else changed shows, and the others stay as they were written', () => {
  const state = { ...USER, default_ttl: '60m' } as unknown as RoleState
  const role = roleOf({ ...USER, default_ttl: '60m' })
  const changed = roleState({ ...role, max_ttl: 7200 } as Role, { state, role })
  assert.deepEqual([changed.default_ttl, changed.max_ttl], ['60m', '2h'])
})

const WRONG: readonly (readonly [string, Partial<WrittenRole>, RegExp, readonly unknown[]])[] = [
  [
    'an unknown type',
    { credential_type: 'iam_users' },
    /Did you mean|did you mean/,
    ['credential_type'],
  ],
  ['a TTL that is none', { default_ttl: 'soon' }, /duration such as/, ['default_ttl']],
  [
    'a field of another type',
    { role_arns: ['arn:aws:iam::123456789012:role/x'] },
    /does not go with iam_user/,
    ['role_arns'],
  ],
  [
    'a bad ARN in a list',
    { policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'x'] },
    /policy_arns\[1\]/,
    ['policy_arns', 1],
  ],
  ['a bad key in a map', { iam_tags: { 'aws:x': '1' } }, /aws:/, ['iam_tags', { key: 'aws:x' }]],
  [
    'a fault inside a policy',
    { policy_document: '{"Statement":[{"Effect":"Allow"}]}' },
    /Action/,
    ['policy_document'],
  ],
  ['a fraction of a lease', { max_leases: '1.5' }, /max_leases/, ['max_leases']],
]

for (const [what, fields, text, path] of WRONG) {
  test(`${what} is told at its attribute`, () => {
    const problems = problemsOf({ ...USER, ...fields })
    const one = problems.find(({ detail }) => text.test(detail))
    assert.ok(one, JSON.stringify(problems))
    assert.deepEqual(one.path, path)
  })
}

test('what is not known yet is not missed', () => {
  const later = written({ credential_type: 'iam_user', policy_document: unknown })
  assert.deepEqual(problemsOf(later), [])
  assert.deepEqual(problemsOf({ ...later, credential_type: unknown }), [])
  assert.deepEqual(problemsOf({ ...later, policy_arns: [unknown, 'x'] }), [])
})

test('what is wrong beside something unknown is told', () => {
  const later = written({ credential_type: 'iam_user', policy_document: unknown, max_ttl: '1y' })
  assert.deepEqual(
    problemsOf(later).map(({ path }) => path),
    [['max_ttl']],
  )
})

function problemsOf(role: WrittenRole) {
  const read = readWrittenRole(role, 'aws')
  return 'problems' in read ? read.problems : []
}

function roleOf(role: WrittenRole): Role {
  const read = readWrittenRole(role, 'aws')
  if ('role' in read) return read.role
  throw new assert.AssertionError({ message: JSON.stringify(read.problems) })
}

test('what a role expects of a policy that is not known yet is not looked at', () => {
  const expect = { may: ['s3:GetObject'], never: ['iam:*'] }
  const open = written({ credential_type: 'iam_user', policy_document: unknown, expect })
  assert.deepEqual(readWrittenRole(open, 'aws'), { problems: [] })
})
