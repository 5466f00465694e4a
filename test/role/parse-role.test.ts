import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DaypassError } from '../../core/errors.ts'
import { parseRole, readRole } from '../../core/role/parse-role.ts'
import { ORIGIN, problemsOf, role } from './problems-of.ts'

test('a role without lifetimes, lists, tags and path has the defaults', () => {
  assert.deepEqual(
    role('credential_type: iam_user\npolicy_arns: arn:aws:iam::aws:policy/ReadOnlyAccess\n'),
    {
      name: 'app',
      credential_type: 'iam_user',
      policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      iam_groups: [],
      iam_tags: {},
      user_path: '/daypass/',
      default_ttl: 3600,
      max_ttl: 86_400,
    },
  )
})

test('all fields of a role of each type are read', () => {
  const common =
    'name: b\ndescription: d\nowner: o\nexpires_at: 2027-01-31\nsubjects: [x]\nmax_leases: 3\n'
  const read = {
    name: 'b',
    description: 'd',
    owner: 'o',
    expires_at: new Date('2027-01-31T00:00:00Z'),
    subjects: ['x'],
    max_leases: 3,
  }
  const policy =
    'policy_document: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}\n'
  const compact =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
  const rights = `${policy}policy_arns: [arn:aws:iam::aws:policy/A]\niam_groups: [g, h]\n`
  const readRights = {
    policy_document: compact,
    policy_arns: ['arn:aws:iam::aws:policy/A'],
    iam_groups: ['g', 'h'],
  }
  const boundary = 'arn:aws:iam::123456789012:policy/b'
  assert.deepEqual(
    role(
      `${common}credential_type: iam_user\n${rights}iam_tags: {team: a}\nuser_path: /x/\npermissions_boundary_arn: ${boundary}\ndefault_ttl: 10m\nmax_ttl: 20m\n`,
    ),
    {
      ...read,
      credential_type: 'iam_user',
      ...readRights,
      iam_tags: { team: 'a' },
      user_path: '/x/',
      permissions_boundary_arn: boundary,
      default_ttl: 600,
      max_ttl: 1200,
    },
  )
  assert.deepEqual(
    role(
      `${common}credential_type: assumed_role\n${rights}role_arns: [arn:aws:iam::123456789012:role/r]\nsession_tags: {by: "{{actor}}"}\nexternal_id: ab\nsource_identity: "{{actor}}"\nrole_session_name: "{{job}}"\ndefault_sts_ttl: 60\nmax_sts_ttl: "900"\n`,
    ),
    {
      ...read,
      credential_type: 'assumed_role',
      ...readRights,
      role_arns: ['arn:aws:iam::123456789012:role/r'],
      session_tags: { by: '{{actor}}' },
      external_id: 'ab',
      source_identity: '{{actor}}',
      role_session_name: '{{job}}',
      default_sts_ttl: 60,
      max_sts_ttl: 900,
    },
  )
  assert.deepEqual(role(`${common}credential_type: federation_token\n${rights}`), {
    ...read,
    credential_type: 'federation_token',
    ...readRights,
    default_sts_ttl: 3600,
    max_sts_ttl: 129_600,
  })
  assert.deepEqual(
    role(`${common}credential_type: session_token\nmfa_serial_number: GAHT12345678\n`),
    {
      ...read,
      credential_type: 'session_token',
      mfa_serial_number: 'GAHT12345678',
      default_sts_ttl: 3600,
      max_sts_ttl: 129_600,
    },
  )
})

test('lists may be texts with commas and tags lists of key=value, as in Vault', () => {
  const read = role('credential_type: iam_user\niam_groups: "a, b,c"\niam_tags: [x=1, "y = a=b"]\n')
  assert.deepEqual('iam_groups' in read && read.iam_groups, ['a', 'b', 'c'])
  assert.deepEqual('iam_tags' in read && read.iam_tags, { x: '1', y: 'a=b' })
})

test('a policy may be JSON as text, and anchors may be used again', () => {
  const text = role(
    `credential_type: iam_user\npolicy_document: |\n  {"Version": "2012-10-17",\n   "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}\n`,
  )
  assert.equal(
    'policy_document' in text && text.policy_document,
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
  )
  const aliased = role(
    'credential_type: iam_user\npolicy_document:\n  Version: "2012-10-17"\n  Statement:\n    - {Effect: Allow, Action: "s3:Get*", Resource: &all "*"}\n    - {Effect: Allow, Action: "ec2:Describe*", Resource: *all}\n',
  )
  assert.match(
    ('policy_document' in aliased && aliased.policy_document) || '',
    /"Resource":"\*"\}\]\}$/,
  )
})

test('JSON with tabs, a byte order mark and a schema for the editor is read', () => {
  const text =
    '\uFEFF{\n\t"$schema": "../role.schema.json",\n\t"credential_type": "session_token"\n}\n'
  assert.equal(role(text).credential_type, 'session_token')
})

test('all problems come at once, in the order of the file', () => {
  const text =
    'credential_type: assumed_role\nrole_arns: [nope]\nmax_lease: 1\ndefault_sts_ttl: 30m\nmax_sts_ttl: 15m\n'
  assert.deepEqual(problemsOf(text), [
    '2:13 role_arns[0] is not an ARN, "nope": write it as arn:aws:iam::123456789012:role/NAME',
    '3:1 max_lease is not a field of a role: did you mean max_leases?',
    '4:18 default_sts_ttl is 30m, more than max_sts_ttl 15m: lower it or raise max_sts_ttl',
  ])
})

test('a file whose name makes no name of a role has to name it', () => {
  assert.deepEqual(problemsOf('credential_type: session_token\n', { name: 'my role' }), [
    '1:1 the file\'s name makes no name of a role, "my role": set name (1 to 64 letters, digits and _.@-)',
  ])
  assert.equal(role('credential_type: session_token\nname: a\n', { name: 'my role' }).name, 'a')
})

test('the error tells the file and how many problems it has, and its problems have paths', () => {
  assert.throws(
    () => parseRole('credential_type: assumed_role\nrole_arns: [x, y]\n', ORIGIN),
    (error) => {
      assert.ok(error instanceof DaypassError)
      assert.equal(error.message, 'the role in roles/app.yaml has 2 problems')
      assert.deepEqual(
        error.problems.map(({ path }) => path),
        [
          ['role_arns', 0],
          ['role_arns', 1],
        ],
      )
      return true
    },
  )
})

test('a role from plain data has problems with paths but without places', () => {
  assert.throws(
    () => readRole({ credential_type: 'assumed_role', role_arns: ['x'], owner: () => 1 }, ORIGIN),
    (error) => {
      assert.ok(error instanceof DaypassError)
      assert.deepEqual(error.problems, [
        { path: ['owner'], message: 'owner is neither a text, a number, a list nor a mapping' },
        {
          path: ['role_arns', 0],
          message:
            'role_arns[0] is not an ARN, "x": write it as arn:aws:iam::123456789012:role/NAME',
        },
      ])
      return true
    },
  )
})

test('a field that is undefined in plain data is not there', () => {
  const read = readRole({ credential_type: 'session_token', owner: undefined }, ORIGIN)
  assert.equal('owner' in read, false)
})
