import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { askRole } from '../../review/ask-role.ts'
import { compareRoles } from '../../review/compare/compare-roles.ts'
import { effectiveActions } from '../../review/access/effective-actions.ts'
import { accessOf } from '../../review/access/role-access.ts'
import { actionNames, change, role, roles, table, userWith } from './stage.ts'

const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }
const SESSION = {
  credential_type: 'assumed_role',
  role_arns: ['arn:aws:iam::123456789012:role/deploy'],
}
const BOUNDARY = 'arn:aws:iam::123456789012:policy/limit'
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const assumed = (more: object) => JSON.stringify({ ...SESSION, ...more })

test("a user's rights are those of its policies, and what cannot be read is named", () => {
  const more = {
    policy_arns: ['arn:aws:iam::123456789012:policy/app'],
    iam_groups: ['developers'],
    permissions_boundary_arn: BOUNDARY,
  }
  const access = accessOf(role(userWith([READ], more)))
  assert.equal(access.basis, 'granted')
  assert.equal(access.isUnlimited, false)
  assert.deepEqual(
    access.statements.map(({ path }) => path),
    [['policy_document', 'Statement', 0]],
  )
  assert.deepEqual(
    access.unread.map(({ kind, name, effect }) => `${kind} ${name} ${effect}`),
    [
      'managed-policy arn:aws:iam::123456789012:policy/app adds',
      'group developers adds',
      `boundary ${BOUNDARY} limits`,
    ],
  )
})

test("AWS's widest managed policies are known", () => {
  const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'
  const access = accessOf(
    role(JSON.stringify({ credential_type: 'iam_user', policy_arns: [administrator] })),
  )
  assert.deepEqual(access.unread, [])
  assert.deepEqual(
    access.statements.map(({ policy: of, path }) => [of, path]),
    [[administrator, ['policy_arns', 0]]],
  )
  assert.equal(actionNames(effectiveActions(access, table)).length, table.actions.length)
})

test('a session without policies has all rights of its principal, one with policies a part of them', () => {
  const unlimited = accessOf(role(assumed({})))
  assert.equal(unlimited.basis, 'limit')
  assert.equal(unlimited.isUnlimited, true)
  assert.deepEqual(
    unlimited.unread.map(({ kind }) => kind),
    ['principal'],
  )
  const limited = accessOf(role(assumed({ policy_document: policy(READ) })))
  assert.equal(limited.isUnlimited, false)
  assert.deepEqual(actionNames(effectiveActions(limited, table)), ['s3:GetObject'])
  const managed = accessOf(
    role(assumed({ policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })),
  )
  assert.equal(managed.isUnlimited, false)
  assert.deepEqual(managed.statements, [])
  assert.equal(accessOf(role('credential_type: session_token')).isUnlimited, true)
})

test('a session policy that goes makes a role wider, one that comes narrower', () => {
  const [without, withOne] = [assumed({}), assumed({ policy_document: policy(READ) })]
  assert.equal(change(withOne, without).verdict, 'wider')
  const narrower = change(without, withOne)
  assert.equal(narrower.verdict, 'narrower')
  assert.match(
    narrower.access.notSeen.join(),
    /end where those of arn:aws:iam::123456789012:role\/deploy end/,
  )
  const managed = assumed({ policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })
  assert.equal(change(without, managed).verdict, 'narrower')
  assert.equal(change(managed, without).verdict, 'wider')
})

test('a managed policy or group of unknown contents that comes makes a user wider', () => {
  const plain = userWith([READ])
  const more = userWith([READ], { iam_groups: ['developers'] })
  const wider = change(plain, more)
  assert.deepEqual(
    [wider.verdict, wider.wider[0]?.text],
    ['wider', 'it has the group developers too'],
  )
  assert.equal(change(more, plain).verdict, 'narrower')
})

test('a deny counts that may hold back what nobody read', () => {
  const deny = { Effect: 'Deny', Action: 'iam:*', Resource: '*' }
  const more = { iam_groups: ['developers'] }
  const { access, verdict } = change(userWith([READ, deny], more), userWith([READ], more))
  assert.equal(verdict, 'wider')
  assert.deepEqual(
    [access.gained.denies[0]?.deny, access.gained.denies[0]?.witness !== undefined],
    ['*', false],
  )
  assert.equal(change(userWith([READ, deny]), userWith([READ])).verdict, 'same access')
})

test('a boundary whose contents are known bounds what a role may do', () => {
  const limit = readPolicyDocument(
    policy({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/in/*' }),
    'identity',
  )
  const wide = role(
    userWith([{ ...READ, Action: '*', Resource: '*' }], { permissions_boundary_arn: BOUNDARY }),
  )
  const access = accessOf(wide, new Map([[BOUNDARY, limit]]))
  const names = actionNames(effectiveActions(access, table))
  assert.ok(names.includes('s3:GetObject'))
  assert.ok(!names.includes('s3:ListBucket'))
  assert.ok(names.every((name) => name.startsWith('s3:')))
  const inside = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/in/x' }
  assert.equal(askRole(access, inside).decision, 'allowed')
  assert.equal(
    askRole(access, { ...inside, resource: 'arn:aws:s3:::b/x' }).decision,
    'implicit-deny',
  )
})

test('without a boundary that only overlapped, a role reaches further', () => {
  const inside = policy({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::*/in' })
  const knownPolicies = new Map([[BOUNDARY, readPolicyDocument(inside, 'identity')]])
  const [before, after] = [
    userWith([READ], { permissions_boundary_arn: BOUNDARY }),
    userWith([READ]),
  ]
  const options = { table, knownPolicies }
  const [compared] = compareRoles(roles({ app: before }), roles({ app: after }), options).roles
  const [reach] = compared?.access.gained.reach ?? []
  assert.deepEqual([reach?.resources, reach?.witness !== undefined], [['arn:aws:s3:::b/*'], true])
})

test('a question is answered with the statement that decides', () => {
  const deny = {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::b/secret/*',
    Sid: 'Secret',
  }
  const access = accessOf(role(userWith([READ, deny], { iam_groups: ['developers'] })))
  const ask = (resource: string) => askRole(access, { action: 's3:getobject', resource })
  const allowed = ask('arn:aws:s3:::b/x')
  assert.deepEqual([allowed.decision, allowed.decidedBy?.index], ['allowed', 0])
  assert.deepEqual(
    allowed.unless.map(({ name }) => name),
    ['developers'],
  )
  const denied = ask('arn:aws:s3:::b/secret/x')
  assert.deepEqual([denied.decision, denied.decidedBy?.statement.Sid], ['explicit-deny', 'Secret'])
  assert.deepEqual(denied.unless, [])
  const nothing = ask('arn:aws:s3:::c/x')
  assert.deepEqual([nothing.decision, nothing.decidedBy], ['implicit-deny', undefined])
  assert.deepEqual(
    nothing.unless.map(({ name }) => name),
    ['developers'],
  )
})
