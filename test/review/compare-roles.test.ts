import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRoles } from '../../review/compare/compare-roles.ts'
import { fingerprintOf } from '../../review/rules/fingerprint.ts'
import type { Finding } from '../../review/model/judgement.ts'
import { reviewRoles } from '../../review/review-roles.ts'
import { change, roles, table } from './stage.ts'

const READER = `credential_type: iam_user
policy_document:
  Version: '2012-10-17'
  Statement:
    - Effect: Allow
      Action: s3:GetObject
      Resource: arn:aws:s3:::b/*
`
const SESSION = `credential_type: assumed_role
role_arns: [arn:aws:iam::123456789012:role/deploy]
`
const compare = (base: Record<string, string>, head: Record<string, string>) =>
  compareRoles(roles(base), roles(head), { table }).roles.map(({ name, kind, verdict }) => [
    name,
    kind,
    verdict,
  ])

test('roles are paired by name: added ones are wider, removed ones narrower', () => {
  assert.deepEqual(compare({ a: READER, b: READER }, { b: READER, c: SESSION }), [
    ['a', 'removed', 'narrower'],
    ['b', 'unchanged', 'same access'],
    ['c', 'added', 'wider'],
  ])
})

test('a role that has only another name is renamed', () => {
  assert.deepEqual(compare({ a: READER }, { b: READER }), [['b', 'renamed', 'same access']])
  const [renamed] = compareRoles(roles({ a: READER }), roles({ b: READER }), { table }).roles
  assert.equal(renamed?.before?.role.name, 'a')
})

test('comments and order are no change of access', () => {
  const moved = `# the reader\n${READER}description: reads\n`
  assert.deepEqual(compare({ a: READER }, { a: `# a comment\n${READER}` }), [
    ['a', 'unchanged', 'same access'],
  ])
  const { kind, verdict, fields } = change(READER, moved)
  assert.deepEqual([kind, verdict], ['changed', 'same access'])
  assert.deepEqual(fields, [
    { field: 'description', before: undefined, after: 'reads', direction: 'changed' },
  ])
})

test('a file that is no role counts as not removed, and one that was none is new', () => {
  const broken = { a: 'credential_type: iam_usr\n' }
  const lost = compareRoles(roles({ a: READER }), roles(broken), { table })
  assert.deepEqual(lost.roles, [])
  assert.deepEqual(
    lost.unreadable.head.map(({ name, from }) => [name, from]),
    [['a', 'roles/a.yaml']],
  )
  assert.equal(lost.unreadable.head[0]?.problems[0]?.place?.line, 1)
  const cured = compareRoles(roles(broken), roles({ a: READER }), { table })
  assert.deepEqual(
    cured.roles.map(({ name, kind, verdict }) => [name, kind, verdict]),
    [['a', 'added', 'wider']],
  )
})

test('two files with one name are a problem of the second', () => {
  const both = roles({ a: READER, b: `name: a\n${READER}` })
  assert.deepEqual(
    both.roles.map(({ from }) => from),
    ['roles/a.yaml'],
  )
  assert.deepEqual(both.unreadable[0]?.problems[0], {
    path: ['name'],
    message: 'the role a stands in roles/a.yaml too: rename one of them',
    place: { file: 'roles/b.yaml', line: 1, column: 7 },
  })
})

test('places are those of the file, inside the answer of Vault too', () => {
  const [plain] = roles({ a: READER }).roles
  assert.deepEqual(plain?.placeOf(['policy_document', 'Statement', 0, 'Action']), {
    file: 'roles/a.yaml',
    line: 6,
    column: 15,
  })
  assert.equal(plain.placeOf(['policy_document'], true).line, 2)
  const vault =
    '{\n  "data": {\n    "credential_type": "assumed_role",\n    "role_arns": ["arn:aws:iam::123456789012:role/x"]\n  }\n}'
  assert.equal(roles({ a: vault }).roles[0]?.placeOf(['role_arns', 0]).line, 4)
})

test('lifetimes and limits have a direction', () => {
  const of = (before: string, after: string) => {
    const { lifetimes, verdict } = change(`${READER}${before}`, `${READER}${after}`)
    return [
      verdict,
      ...lifetimes.map(
        (one) => `${one.field} ${one.before ?? '–'} ${one.after ?? '–'} ${one.direction}`,
      ),
    ]
  }
  assert.deepEqual(of('default_ttl: 15m\n', 'default_ttl: 1h\n'), [
    'wider',
    'default_ttl 15m 1h wider',
  ])
  assert.deepEqual(of('max_ttl: 2d\n', 'max_ttl: 1d\n'), ['narrower', 'max_ttl 48h 24h narrower'])
  assert.deepEqual(of('', 'max_leases: 3\n'), ['narrower', 'max_leases – 3 narrower'])
  assert.deepEqual(of('max_leases: 3\n', ''), ['wider', 'max_leases 3 – wider'])
  assert.deepEqual(of("expires_at: '2027-01-01'\n", "expires_at: '2028-01-01'\n"), [
    'wider',
    'expires_at 2027-01-01T00:00:00.000Z 2028-01-01T00:00:00.000Z wider',
  ])
})

test('boundary, account and type have a direction', () => {
  const boundary = 'permissions_boundary_arn: arn:aws:iam::123456789012:policy/limit\n'
  const other = boundary.replace('limit', 'other')
  assert.equal(change(READER, `${READER}${boundary}`).verdict, 'narrower')
  const gone = change(`${READER}${boundary}`, READER)
  assert.deepEqual([gone.verdict, gone.wider[0]?.aspect], ['wider', 'boundary'])
  assert.equal(change(`${READER}${boundary}`, `${READER}${other}`).verdict, 'wider')
  const more = SESSION.replace('deploy]', 'deploy, arn:aws:iam::123456789012:role/x]')
  assert.deepEqual(
    change(SESSION, more).wider.map(({ aspect }) => aspect),
    ['account'],
  )
  assert.equal(change(more, SESSION).verdict, 'narrower')
  assert.equal(change(SESSION, SESSION.replace('123456789012', '210987654321')).verdict, 'wider')
  const limited = READER.replace('credential_type: iam_user\n', SESSION)
  assert.equal(change(READER, limited).credentialType.after, 'assumed_role')
  assert.equal(change(limited, READER).wider[0]?.text, 'it is now iam_user instead of assumed_role')
  const typed = change(READER, limited).narrower.map(({ text }) => text)
  assert.ok(typed.includes('it is now assumed_role instead of iam_user'))
})

test('a review counts verdicts and what blocks', () => {
  const finding: Finding = {
    rule: 'ACC001',
    severity: 'error',
    role: 'a',
    reason: 'it may more',
    cure: 'let it be',
    fingerprint: fingerprintOf({ rule: 'ACC001', role: 'a', subject: 's3:GetObject' }),
    isNew: true,
    blocks: true,
  }
  const review = reviewRoles(roles({ a: READER }), roles({ a: READER, b: SESSION }), {
    table,
    judge: () => ({ findings: [finding, { ...finding, blocks: false }], notRun: [] }),
    compared: { base: 'main', head: 'topic' },
  })
  assert.equal(review.verdict, 'wider')
  assert.equal(review.blocking, 1)
  assert.deepEqual(review.counts, {
    wider: 1,
    narrower: 0,
    mixed: 0,
    sameAccess: 1,
    notCompared: 0,
  })
  assert.equal(review.actionTableDate, table.date)
  assert.deepEqual(review.compared, { base: 'main', head: 'topic' })
})

test('fingerprints go by rule, role and subject', () => {
  const one = { rule: 'ACC001', role: 'a', subject: 'x' }
  assert.match(fingerprintOf(one), /^[0-9a-f]{16}$/)
  assert.equal(fingerprintOf(one), fingerprintOf({ ...one }))
  const others = [{ rule: 'ACC002' }, { role: 'b' }, { subject: 'y' }, { role: 'ax', subject: '' }]
  for (const other of others)
    assert.notEqual(fingerprintOf({ ...one, ...other }), fingerprintOf(one))
})
