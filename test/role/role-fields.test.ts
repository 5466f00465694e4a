import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'

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
    '2:13 expires_at must be a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not "soon"',
  ],
  [
    'expires_at: 2027-02-29',
    '2:13 expires_at must be a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not "2027-02-29"',
  ],
  [
    'expires_at: 2027-01-31T18:00:00',
    '2:13 expires_at must be a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not "2027-01-31T18:00:00"',
  ],
  [
    'expires_at: 2027',
    '2:13 expires_at must be a day such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z, not the number 2027',
  ],
  ['subjects: repo:a/b:x', '2:11 subjects must be a list of texts, not "repo:a/b:x"'],
  [
    'subjects: []',
    "2:11 subjects must be a list with at least one subject (left out, AWS's rights alone decide who may take the role), not an empty list",
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
    '8:18 policy_document must be a mapping, or a policy in JSON as text, not an empty list',
  ])
  assert.deepEqual(problemsOf('credential_type: iam_user\niam_groups: [a]\niam_tags: [x=1, y]\n'), [
    '3:17 iam_tags[1] must be a mapping of keys to texts, or a list of key=value, not "y"',
  ])
})
