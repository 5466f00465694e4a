import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'
import { ACCOUNT, ASSUMED, type Rule, SESSION, testRules, USER } from './rule-cases.ts'

const NAMES: readonly Rule[] = [
  [USER, 'user_path: /', []],
  [USER, `user_path: /${'x'.repeat(510)}/`, []],
  [
    USER,
    `user_path: /${'x'.repeat(511)}/`,
    [
      `3:12 user_path must be a path such as /daypass/: a slash at both ends, at most 512 characters, not "/${'x'.repeat(78)}…"`,
    ],
  ],
  [
    USER,
    'user_path: daypass/',
    [
      '3:12 user_path must be a path such as /daypass/: a slash at both ends, at most 512 characters, not "daypass/"',
    ],
  ],
  [
    USER,
    'user_path: /dä/',
    [
      '3:12 user_path must be a path such as /daypass/: a slash at both ends, at most 512 characters, not "/dä/"',
    ],
  ],
  [USER, 'user_path: //', ['3:12 user_path is //: write / for no path']],
  [ASSUMED, 'external_id: a/b:c', []],
  [
    ASSUMED,
    'external_id: a',
    ['3:14 external_id must be 2 to 1224 letters, digits and _+=,.@:/-, not "a"'],
  ],
  [
    ASSUMED,
    'external_id: a b',
    ['3:14 external_id must be 2 to 1224 letters, digits and _+=,.@:/-, not "a b"'],
  ],
  [ASSUMED, 'role_session_name: "{{repository}}-{{run_id}}"', []],
  [
    ASSUMED,
    'role_session_name: "{{repo}}"',
    [
      '3:20 role_session_name is not a template: {{repo}} is not a template field: did you mean {{repository}}?',
    ],
  ],
  [
    ASSUMED,
    'role_session_name: a/b',
    ['3:20 role_session_name has "/", which AWS does not allow: use letters, digits and _+=,.@-'],
  ],
  [
    ASSUMED,
    `role_session_name: ${'x'.repeat(42)}`,
    [
      "3:20 role_session_name has 42 characters besides its fields: AWS takes 64, and the lease's own part leaves 41",
    ],
  ],
  [ASSUMED, `role_session_name: ${'x'.repeat(41)}`, []],
  [ASSUMED, 'source_identity: "{{actor}}"', []],
  [
    ASSUMED,
    'source_identity: aws:me',
    ['3:18 source_identity starts with aws:, which AWS keeps for itself: choose another'],
  ],
  [
    ASSUMED,
    'source_identity: a',
    ['3:18 source_identity has 1 character, less than 2: lengthen it'],
  ],
  [
    ASSUMED,
    `source_identity: ${'a'.repeat(65)}`,
    ['3:18 source_identity has 65 characters besides its fields, more than 64: shorten it'],
  ],
  [
    ASSUMED,
    'source_identity: "{{actor"',
    [
      '3:18 source_identity is not a template: a template field is not closed: write it as {{repository}}',
    ],
  ],
  [
    ASSUMED,
    'source_identity: "ä {{actor}}"',
    ['3:18 source_identity has "ä", which AWS does not allow: use letters, digits and _+=,.@-'],
  ],
  [SESSION, 'mfa_serial_number: GAHT12345678', []],
  [SESSION, `mfa_serial_number: ${ACCOUNT}:mfa/me`, []],
  [
    SESSION,
    'mfa_serial_number: "12345678"',
    [
      '2:20 mfa_serial_number is not a serial number, "12345678": 9 to 256 letters, digits and _+=/:,.@-, or arn:aws:iam::123456789012:mfa/NAME',
    ],
  ],
  [
    SESSION,
    `mfa_serial_number: ${ACCOUNT}:user/me`,
    [
      '2:20 mfa_serial_number is not the ARN of an MFA device, "arn:aws:iam::123456789012:user/me": write it as arn:aws:iam::123456789012:mfa/NAME',
    ],
  ],
  [
    SESSION,
    'iam_groups: []',
    [
      '2:1 iam_groups does not go with session_token: GetSessionToken takes no policy, the session has all rights of the issuing user; use credential_type federation_token to narrow them',
    ],
  ],
]

const GROUPS: readonly (readonly [string, string | undefined])[] = [
  ['[a, b]', undefined],
  ['[a, a]', undefined],
  [
    '[a b]',
    '2:14 iam_groups[0] is not the name of a group, "a b": 1 to 128 letters, digits and _+=,.@-',
  ],
  [
    `[${ACCOUNT}:group/x/a]`,
    `2:14 iam_groups[0] is an ARN, "${ACCOUNT}:group/x/a": give the group's name alone, "a"`,
  ],
  [
    `[${Array.from({ length: 11 }, (_, i) => `g${i}`).join(', ')}]`,
    '2:13 iam_groups has 11 groups, more than the 10 AWS takes for a user: merge some',
  ],
]

for (const [groups, problem] of GROUPS) {
  test(`the groups ${groups} are ${problem === undefined ? 'taken' : 'refused'}`, () => {
    const expected = problem === undefined ? [] : [problem]
    assert.deepEqual(problemsOf(`credential_type: iam_user\niam_groups: ${groups}\n`), expected)
  })
}

const SUBJECTS: readonly (readonly [string, string | undefined])[] = [
  ['repo:octo/app:ref:refs/heads/main', undefined],
  ['repo:octo@12/app@34:environment:prod', undefined],
  ['repo:octo/app', undefined],
  ['repo:octo/*:pull_request', undefined],
  ['project_path:my-group/my-project:ref_type:branch:ref:main', undefined],
  ['system:serviceaccount:ns:name', undefined],
  [
    'repo:octo',
    'is not a subject of GitHub, "repo:octo": write it as repo:OWNER/REPO:… or repo:OWNER@ID/REPO@ID:…',
  ],
  [
    'repo:*',
    'is not a subject of GitHub, "repo:*": write it as repo:OWNER/REPO:… or repo:OWNER@ID/REPO@ID:…',
  ],
  [
    'repo:octo/app:',
    'is not a subject of GitHub, "repo:octo/app:": write it as repo:OWNER/REPO:… or repo:OWNER@ID/REPO@ID:…',
  ],
  [' x', 'begins or ends with a space, " x": remove it'],
  ['a\\nb', 'holds a line break or tab: remove it'],
  ['', 'must be a text of 1 to 512 characters, not an empty text'],
  ['x'.repeat(513), `must be a text of 1 to 512 characters, not "${'x'.repeat(79)}…"`],
]

for (const [subject, problem] of SUBJECTS) {
  test(`the subject ${subject.slice(0, 60)} is ${problem === undefined ? 'taken' : 'refused'}`, () => {
    const text = `credential_type: session_token\nsubjects:\n  - "${subject}"\n`
    assert.deepEqual(problemsOf(text), problem === undefined ? [] : [`3:5 subjects[0] ${problem}`])
  })
}

testRules(NAMES)
