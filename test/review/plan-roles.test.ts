import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRoles } from '../../review/compare/compare-roles.ts'
import { rolesOfPlan } from '../../review/reading/plan-roles.ts'
import { table } from './stage.ts'

const POLICY =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}'
const QUEUE = POLICY.replace('s3:GetObject', 'sqs:SendMessage').replace('s3:::b/*', 'sqs:::q')
const READER = {
  id: 'reader',
  name: 'reader',
  credential_type: 'iam_user',
  policy_document: POLICY,
  policy_arns: [],
  iam_groups: null,
  iam_tags: {},
  default_ttl: '1h',
}
const plan = (...changes: object[]) => ({
  format_version: '1.2',
  resource_changes: changes.map((change, index) => ({
    address: `daypass_role.r${index}`,
    mode: 'managed',
    type: 'daypass_role',
    name: `r${index}`,
    change,
  })),
})
const compare = (...changes: object[]) => {
  const { base, head } = rolesOfPlan(plan(...changes), 'aws')
  return compareRoles(base, head, { table })
}

test('roles of a plan are compared before and after', () => {
  const { roles, unreadable } = compare(
    { before: READER, after: { ...READER, policy_document: POLICY.replace('GetObject', '*') } },
    { before: null, after: { ...READER, name: 'new', policy_document: QUEUE } },
    { before: { ...READER, name: 'old', default_ttl: '2h' }, after: null },
  )
  assert.deepEqual(unreadable, { base: [], head: [] })
  assert.deepEqual(
    roles.map(({ name, kind, verdict }) => [name, kind, verdict]),
    [
      ['new', 'added', 'wider'],
      ['old', 'removed', 'narrower'],
      ['reader', 'changed', 'wider'],
    ],
  )
  assert.deepEqual(roles[2]?.after?.placeOf([]), { file: 'daypass_role.r0', line: 1, column: 1 })
})

test('what Terraform knows later is named, and the rest is compared', () => {
  const { roles, unreadable } = compare(
    {
      before: READER,
      after: { ...READER, policy_document: null },
      after_unknown: { policy_document: true, id: true },
    },
    {
      before: null,
      after: { name: 'session', credential_type: 'assumed_role', role_arns: [null] },
      after_unknown: { role_arns: [true] },
    },
    {
      before: null,
      after: {
        name: 'arns',
        credential_type: 'iam_user',
        policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', null],
      },
      after_unknown: { policy_arns: [false, true] },
    },
  )
  assert.deepEqual(unreadable, { base: [], head: [] })
  const [arns, reader, session] = roles
  assert.deepEqual(arns?.after?.knownLater, ['policy_arns'])
  assert.deepEqual(
    arns.after.access.unread.map(({ kind, name }) => [kind, name]),
    [
      ['managed-policy', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      ['known-later', 'policy_arns'],
    ],
  )
  assert.deepEqual(reader?.after?.access.statements, [])
  assert.equal(reader.verdict, 'wider')
  assert.ok(
    reader.access.notSeen.includes('policy_document is known only after Terraform has applied'),
  )
  assert.equal(session?.after?.access.isUnlimited, true)
  assert.deepEqual(
    session.after.access.unread.map(({ kind, name }) => [kind, name]),
    [['known-later', 'role_arns']],
  )
})

test('what is known later is no change of its own, and counts as wider', () => {
  const before = { ...READER, max_ttl: '2h', subjects: ['repo:octo/app:ref:refs/heads/main'] }
  const { roles } = compare({
    before,
    after: { ...before, max_ttl: null, subjects: null },
    after_unknown: { max_ttl: true, subjects: true },
  })
  const [role] = roles
  assert.deepEqual([role?.lifetimes, role?.trust.lost, role?.verdict], [[], [], 'wider'])
  assert.deepEqual(
    role?.wider.map(({ aspect, text }) => [aspect, text]),
    [
      ['trust', 'subjects is known only later'],
      ['lifetime', 'max_ttl is known only later'],
    ],
  )
  assert.ok(role.access.notSeen.includes('max_ttl is known only after Terraform has applied'))
})

test('what is no role is passed over, and nothing else is not nothing wrong', () => {
  const other = { address: 'aws_vpc.x', mode: 'managed', type: 'aws_vpc', change: { after: {} } }
  const data = {
    address: 'data.daypass_role.x',
    mode: 'data',
    type: 'daypass_role',
    change: { after: READER },
  }
  const role = { ...data, mode: 'managed', change: { after: READER } }
  const planned = (...changes: unknown[]) =>
    rolesOfPlan({ format_version: '1.2', resource_changes: changes }, 'aws').head.roles.length
  assert.equal(planned(other, data, 7, role), 1)
  assert.throws(() => planned(other, data, 7), { code: 'role-not-found' })
  assert.throws(() => rolesOfPlan({ format_version: '1.2' }, 'aws'), { code: 'role-not-found' })
})

test('a role of a plan that breaks a rule is unreadable, under its address', () => {
  const { unreadable } = compare({ before: null, after: { ...READER, default_ttl: '900d' } })
  assert.deepEqual(
    unreadable.head.map(({ from, name }) => [from, name]),
    [['daypass_role.r0', 'reader']],
  )
})

test('what is no plan is refused', () => {
  for (const value of [
    undefined,
    [],
    {},
    { version: 4 },
    { format_version: '1.2', resource_changes: {} },
  ]) {
    assert.throws(() => rolesOfPlan(value, 'aws'), { code: 'request-invalid' })
  }
})

test('what a role expects of rights that are known later is not looked at, and listed as such', () => {
  const expect = { may: ['s3:GetObject'], never: ['iam:*'] }
  const { policy_document, ...later } = READER
  const change = {
    before: null,
    after: { ...later, expect },
    after_unknown: { policy_document: true },
  }
  const known = { before: null, after: { ...READER, name: 'known', expect: { never: ['s3:*'] } } }
  const { head } = rolesOfPlan(plan(change, known), 'aws')
  assert.equal(policy_document, POLICY)
  assert.deepEqual(
    head.roles.map(({ role, knownLater }) => [role.name, knownLater]),
    [
      ['known', []],
      ['reader', ['policy_document', 'expect']],
    ],
  )
  assert.deepEqual(
    head.unreadable.map(({ name }) => name),
    ['known'],
  )
})
