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

const TEXTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['an empty file', '', ['1:1 the file is empty: a role needs at least credential_type']],
  [
    'a file of comments',
    '# nothing\n',
    ['1:1 the file is empty: a role needs at least credential_type'],
  ],
  ['a list', '- a\n', ['1:1 a role must be a mapping of fields (credential_type: …), not a list']],
  [
    'a single value',
    'hello\n',
    ['1:1 a role must be a mapping of fields (credential_type: …), not a single value'],
  ],
  [
    'a file of two roles',
    'credential_type: session_token\n---\ncredential_type: session_token\n',
    ['2:1 the file holds several documents: move each role to a file of its own'],
  ],
  [
    'a doubled field and another problem',
    'credential_type: session_token\nowner: a\nowner: b\nmax_leases: 0\n',
    [
      '3:1 owner stands here twice: remove one',
      '4:13 max_leases must be a whole number from 1 to 100000, not the number 0',
    ],
  ],
  [
    'a doubled key deep inside',
    'credential_type: iam_user\niam_groups: [a]\niam_tags:\n  x: "1"\n  "x": "2"\n',
    ['5:3 x stands here twice: remove one'],
  ],
  ['a tab for indentation', 'subjects:\n\t- a\n', ['2:1 a tab in the indentation: use spaces']],
  ['an open quote', 'owner: "a\n', ['2:1 not valid YAML: missing closing "quote'.replace('"', '')]],
  ['a tag', 'credential_type: !Ref x\n', ['1:18 a role is plain data, without tags: remove !Ref']],
  ['a list as a key', '? [a]\n: b\n', ['1:3 a key must be a text: rename it']],
  [
    'YAML 1.1',
    '%YAML 1.1\n---\ncredential_type: session_token\n',
    ['1:1 a role file is YAML 1.2: remove the line %YAML 1.1'],
  ],
  [
    'an alias to nothing',
    'owner: *who\n',
    ['1:1 the alias *who has no anchor &who before it: write out what it stands for'],
  ],
  [
    'an alias to what it is in',
    'credential_type: session_token\nowner: &o [*o, *o]\n',
    [
      '2:12 owner[0] contains itself: write out what the alias stands for',
      '2:16 owner[1] contains itself: write out what the alias stands for',
    ],
  ],
  [
    'a bomb of aliases',
    `a: &a [1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 9 }, (_, i) => {
      const [from, to] = ['abcdefghij'[i], 'abcdefghij'[i + 1]]
      return `${to}: &${to} [*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from}]`
    }).join('\n')}\n`,
    ['1:1 the aliases (*name) multiply beyond measure: write out what they stand for'],
  ],
  [
    'a file of more than 256 KiB',
    `# ${'x'.repeat(256 * 1024)}\n`,
    ['1:1 the file has 257 KiB, more than the 256 KiB of a role: is it the right file?'],
  ],
  [
    'nesting of 40 levels',
    `credential_type: session_token\nowner: ${'['.repeat(40)}${']'.repeat(40)}\n`,
    ['2:8 owner nests more than 32 levels deep: write it flatter'],
  ],
  [
    'control characters and __proto__',
    'credential_type: session_token\nowner: "a\\e[31m"\n__proto__: {max_leases: 1}\n',
    [
      '1:1 the role has a key that cannot be used, "__proto__": rename it',
      '2:8 owner holds a control character: remove it',
    ],
  ],
]

for (const [title, text, problems] of TEXTS) {
  test(`${title} is refused with its place and a cure`, () => {
    assert.deepEqual(problemsOf(text), problems)
  })
}

test('a file that nests thousands deep is refused', () => {
  for (const opening of ['[', '{a: ', '- ', '? ']) {
    const [problem, ...others] = problemsOf(opening.repeat(5_000))
    assert.match(problem ?? '', /^1:\d+ /)
    assert.ok(others.length < 10)
  }
})

test('a file with thousands of mistakes is refused with the first hundred', () => {
  const text = Array.from({ length: 3000 }, (_, index) => `field${index}: 1`).join('\n')
  const problems = problemsOf(`${text}\n`)
  assert.equal(problems.length, 101)
  assert.ok(problems.includes('1:1 and 2901 more problems: cure these first'))
})

const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  [
    'owner: x\n',
    [
      '1:1 credential_type is missing: it must be one of iam_user, assumed_role, federation_token, session_token',
    ],
  ],
  [
    'credential_type: iamuser\n',
    [
      '1:18 credential_type must be one of iam_user, assumed_role, federation_token, session_token, not "iamuser": did you mean iam_user?',
    ],
  ],
  [
    'credential_type: [iam_user]\n',
    [
      '1:18 credential_type must be one of iam_user, assumed_role, federation_token, session_token, not a list',
    ],
  ],
  [
    'credentialType: session_token\n',
    ['1:1 credentialType is not a field of a role: did you mean credential_type?'],
  ],
]

for (const [text, problems] of FIELDS) {
  test(`a role of ${JSON.stringify(text)} is refused`, () => {
    assert.deepEqual(problemsOf(text), problems)
  })
}

const SINGLE_FIELDS: readonly (readonly [string, string])[] = [
  ['mfa_serial: x', '2:1 mfa_serial is not a field of a role: did you mean mfa_serial_number?'],
  ['role-arns: x', '2:1 role-arns is not a field of a role: did you mean role_arns?'],
  ['max_lease: 1', '2:1 max_lease is not a field of a role: did you mean max_leases?'],
  ['colour: red', '2:1 colour is not a field of a role: remove it'],
  ['constructor: red', '2:1 constructor is not a field of a role: remove it'],
  [
    'ttl: 1h',
    '2:1 ttl is not a field of a role: use default_ttl and max_ttl for iam_user, default_sts_ttl and max_sts_ttl for the other types',
  ],
  [
    'tags: {}',
    '2:1 tags is not a field of a role: use iam_tags for iam_user, session_tags for assumed_role',
  ],
  [
    'policy: "{}"',
    "2:1 policy is not a field of a role: it is of Vault's legacy format; use policy_document, and say in credential_type what it is for (Vault made iam_user and federation_token of it)",
  ],
  [
    'arn: arn:aws:iam::123456789012:role/x',
    "2:1 arn is not a field of a role: it is of Vault's legacy format; use role_arns with credential_type assumed_role, or policy_arns with iam_user",
  ],
  [
    'name: a b',
    '2:7 name must be a name of 1 to 64 letters, digits and _.@-, with a letter, digit or _ at both ends, not "a b"',
  ],
  ['name: 12', '2:7 name must be a text, not the number 12: put it in quotes'],
  ['owner:', '2:7 owner is empty: give it a value or remove the line'],
  ['owner: ""', '2:8 owner must be a text that is not empty, not an empty text'],
  ['description: true', '2:14 description must be a text, not the boolean true: put it in quotes'],
  [
    'expires_at: soon',
    '2:13 expires_at must be a day such as 2027-01-31 or a moment such as 2027-01-31T18:00:00Z, not "soon"',
  ],
  [
    'expires_at: 2027-02-29',
    '2:13 expires_at must be a day such as 2027-01-31 or a moment such as 2027-01-31T18:00:00Z, not "2027-02-29"',
  ],
  [
    'expires_at: 2027-01-31T18:00:00',
    '2:13 expires_at must be a day such as 2027-01-31 or a moment such as 2027-01-31T18:00:00Z, not "2027-01-31T18:00:00"',
  ],
  [
    'expires_at: 2027',
    '2:13 expires_at must be a day such as 2027-01-31 or a moment such as 2027-01-31T18:00:00Z, not the number 2027',
  ],
  ['subjects: repo:a/b:x', '2:11 subjects must be a list of texts, not "repo:a/b:x"'],
  [
    'subjects: []',
    '2:11 subjects must be a list with at least one subject; leave the field out to name nobody, not a list',
  ],
  ['subjects: [a, 1]', '2:15 subjects[1] must be a text of 1 to 512 characters, not the number 1'],
  [
    'max_leases: 100001',
    '2:13 max_leases must be a whole number from 1 to 100000, not the number 100001',
  ],
  [
    'max_leases: 1.5',
    '2:13 max_leases must be a whole number from 1 to 100000, not the number 1.5',
  ],
  [
    'default_sts_ttl: 1w',
    '2:18 default_sts_ttl must be a duration such as 45m, 1h30m or 3600 (seconds), not "1w"',
  ],
  [
    'default_sts_ttl: -900',
    '2:18 default_sts_ttl must be a duration such as 45m, 1h30m or 3600 (seconds), not the number -900',
  ],
  [
    'default_sts_ttl: 0.5',
    '2:18 default_sts_ttl must be a duration such as 45m, 1h30m or 3600 (seconds), not the number 0.5',
  ],
  [
    'default_sts_ttl: 900.5s',
    '2:18 default_sts_ttl must be a duration such as 45m, 1h30m or 3600 (seconds), not "900.5s"',
  ],
  [
    'max_sts_ttl: true',
    '2:14 max_sts_ttl must be a duration such as 45m, 1h30m or 3600 (seconds), not the boolean true',
  ],
]

for (const [line, problem] of SINGLE_FIELDS) {
  test(`the line ${JSON.stringify(line)} is refused`, () => {
    assert.deepEqual(problemsOf(`credential_type: session_token\n${line}\n`), [problem])
  })
}

test('lists and tags say which item is wrong', () => {
  const text = [
    'credential_type: iam_user',
    'iam_groups:',
    '  - a',
    '  - 1',
    'iam_tags:',
    '  cost: 012',
    'policy_arns: {a: b}',
    'policy_document: []',
  ]
  assert.deepEqual(problemsOf(`${text.join('\n')}\n`), [
    '4:5 iam_groups[1] must be a text, not the number 1: put it in quotes',
    '6:9 iam_tags.cost must be a text, not the number 12: put it in quotes',
    '7:14 policy_arns must be a list of texts, not a mapping',
    '8:18 policy_document must be a mapping, or a policy in JSON as text, not a list',
  ])
  assert.deepEqual(problemsOf('credential_type: iam_user\niam_groups: [a]\niam_tags: [x=1, y]\n'), [
    '3:17 iam_tags[1] must be a mapping of keys to texts, or a list of key=value, not "y"',
  ])
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
