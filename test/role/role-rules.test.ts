import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'

const ACCOUNT = 'arn:aws:iam::123456789012'
const ASSUMED = `credential_type: assumed_role\nrole_arns: [${ACCOUNT}:role/r]\n`
const USER = `credential_type: iam_user\niam_groups: [g]\n`
const FEDERATED = `credential_type: federation_token\niam_groups: [g]\n`
const SESSION = 'credential_type: session_token\n'

/** A role that is right, lines added to it, and what is wrong then. */
type Rule = readonly [base: string, lines: string, problems: readonly string[]]

const LIFETIMES: readonly Rule[] = [
  [ASSUMED, 'default_sts_ttl: 30s', []],
  [ASSUMED, 'max_sts_ttl: 12h', []],
  [
    ASSUMED,
    'default_sts_ttl: 29s',
    ['3:18 default_sts_ttl is 29s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    ASSUMED,
    'max_sts_ttl: 0',
    ['3:14 max_sts_ttl is 0s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    ASSUMED,
    'max_sts_ttl: 12h1s',
    ["3:14 max_sts_ttl is 12h1s, more than 12h, AWS's longest session of a role: lower it"],
  ],
  [
    ASSUMED,
    'default_sts_ttl: 13h',
    ["3:18 default_sts_ttl is 13h, more than 12h, AWS's longest session of a role: lower it"],
  ],
  [
    ASSUMED,
    'default_sts_ttl: 30m\nmax_sts_ttl: 15m',
    ['3:18 default_sts_ttl is 30m, more than max_sts_ttl 15m: lower it or raise max_sts_ttl'],
  ],
  [FEDERATED, 'max_sts_ttl: 36h', []],
  [
    FEDERATED,
    'max_sts_ttl: 37h',
    ["3:14 max_sts_ttl is 37h, more than 36h, AWS's longest federation token: lower it"],
  ],
  [
    FEDERATED,
    'default_sts_ttl: 10s',
    ['3:18 default_sts_ttl is 10s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [SESSION, 'default_sts_ttl: 15m', []],
  [
    SESSION,
    'default_sts_ttl: 14m59s',
    [
      "2:18 default_sts_ttl is 14m59s, less than 15m, AWS's shortest session (this type takes no policy that could end it earlier): raise it",
    ],
  ],
  [
    SESSION,
    'max_sts_ttl: 2d',
    ["2:14 max_sts_ttl is 48h, more than 36h, AWS's longest session token: lower it"],
  ],
  [USER, 'default_ttl: 30s', []],
  [USER, 'default_ttl: 2d', []],
  [
    USER,
    'max_ttl: 5s',
    ['3:10 max_ttl is 5s, less than 30s, the shortest lease of daypass: raise it'],
  ],
  [
    USER,
    'max_ttl: 366d',
    ['3:10 max_ttl is 8784h, more than 8760h, the longest lease of daypass: lower it'],
  ],
  [
    USER,
    'default_ttl: 2h\nmax_ttl: 1h',
    ['3:14 default_ttl is 2h, more than max_ttl 1h: lower it or raise max_ttl'],
  ],
]

const ROLE_ARNS: readonly (readonly [string, string | undefined])[] = [
  [`${ACCOUNT}:role/r`, undefined],
  [`${ACCOUNT}:role/path/to/r+=,.@-_`, undefined],
  ['arn:aws-us-gov:iam::123456789012:role/r', undefined],
  ['r', 'is not an ARN, "r": write it as arn:aws:iam::123456789012:role/NAME'],
  ['arn:aws:iam::1234:role/r', 'has the account "1234": an account has 12 digits'],
  ['arn:aws:iam::aws:role/r', 'has the account "aws": an account has 12 digits'],
  [
    'arn:aws:iam:::role/rrrrrrrr',
    'has no account: AWS needs one (ARNs without are for a custom endpoint, such as Ceph)',
  ],
  [
    'arn:aws:iam:::role/r',
    'has no account: AWS needs one (ARNs without are for a custom endpoint, such as Ceph)',
  ],
  [
    'arn:aws:iam:us-east-1:123456789012:role/r',
    'has a region, us-east-1: IAM has none, write it as arn:aws:iam::123456789012:role/NAME',
  ],
  [
    'arn:aws:s3:::bucket-of-mine',
    'is an ARN of s3, not of iam: write it as arn:aws:iam::123456789012:role/NAME',
  ],
  [
    'arn:aws:sts::123456789012:assumed-role/r/s',
    'names a session of a role: name the role itself, arn:aws:iam::123456789012:role/NAME',
  ],
  [
    `${ACCOUNT}:policy/p`,
    'names a policy, not a role: write it as arn:aws:iam::123456789012:role/NAME',
  ],
  [`${ACCOUNT}:root`, 'names a root, not a role: write it as arn:aws:iam::123456789012:role/NAME'],
  [
    `${ACCOUNT}:role/`,
    'has no valid name of a role, "role/": at most 64 letters, digits and _+=,.@-, without wildcards',
  ],
  [
    `${ACCOUNT}:role/*`,
    'has no valid name of a role, "role/*": at most 64 letters, digits and _+=,.@-, without wildcards',
  ],
  [
    `${ACCOUNT}:role/${'r'.repeat(65)}`,
    `has no valid name of a role, "role/${'r'.repeat(65)}": at most 64 letters, digits and _+=,.@-, without wildcards`,
  ],
  [
    `${ACCOUNT}:role/aws-service-role/x.amazonaws.com/r`,
    'names a service-linked role, which only its service can assume: name another',
  ],
  [`${ACCOUNT}:role/${'p'.repeat(2048)}/r`, 'has 2081 characters: AWS takes ARNs of 20 to 2048'],
]

for (const [arn, problem] of ROLE_ARNS) {
  test(`the role ARN ${arn.slice(0, 60)} is ${problem === undefined ? 'taken' : 'refused'}`, () => {
    const text = `credential_type: assumed_role\nrole_arns:\n  - '${arn}'\n`
    assert.deepEqual(problemsOf(text), problem === undefined ? [] : [`3:5 role_arns[0] ${problem}`])
  })
}

const ARNS: readonly Rule[] = [
  [ASSUMED, 'policy_arns: [arn:aws:iam::aws:policy/job-function/ViewOnlyAccess]', []],
  [
    ASSUMED,
    `policy_arns: [${ACCOUNT}:role/r]`,
    [
      '3:15 policy_arns[0] names a role, not a policy: write it as arn:aws:iam::123456789012:policy/NAME',
    ],
  ],
  [
    ASSUMED,
    'policy_arns: [arn:aws:iam::210987654321:policy/p]',
    [
      "3:15 policy_arns[0] is of account 210987654321, but AWS takes only policies of the role's own account 123456789012: put it into policy_document, or make a role of each account",
    ],
  ],
  [FEDERATED, 'policy_arns: [arn:aws:iam::210987654321:policy/p]', []],
  [
    USER,
    'policy_arns: [arn:aws:iam::aws:policy/A, arn:aws:iam::aws:policy/A]',
    ['3:42 policy_arns[1] is the same as policy_arns[0]: remove one'],
  ],
  [USER, `permissions_boundary_arn: ${ACCOUNT}:policy/b`, []],
  [
    USER,
    `permissions_boundary_arn: ${ACCOUNT}:user/b`,
    [
      '3:27 permissions_boundary_arn names a user, not a policy: write it as arn:aws:iam::123456789012:policy/NAME',
    ],
  ],
  [USER, 'policy_arns: "arn:aws:iam::aws:policy/A,"', ['3:14 policy_arns[1] is empty: remove it']],
  [
    USER,
    `policy_arns: ["arn:aws:iam::aws:policy/A, ${ACCOUNT}:policy/p"]`,
    ['3:15 policy_arns[0] holds several ARNs: make each an item of the list'],
  ],
]

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
  ['[a, a]', '2:17 iam_groups[1] is the same as iam_groups[0]: remove one'],
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

const TAGS: readonly Rule[] = [
  [USER, 'iam_tags: {Team: "a b_.:/=+-@ä1", empty: ""}', []],
  [
    USER,
    'iam_tags: {"AWS:x": a}',
    ['3:21 iam_tags "AWS:x" starts with aws:, which AWS keeps for itself: rename it'],
  ],
  [
    USER,
    'iam_tags: {"daypass:role": a}',
    ['3:28 iam_tags "daypass:role" starts with daypass:, which daypass sets itself: rename it'],
  ],
  [
    USER,
    'iam_tags: {Team: a, team: b}',
    [
      '3:27 iam_tags "team" differs from "Team" only in case, which AWS does not tell apart: remove one',
    ],
  ],
  [
    USER,
    'iam_tags: [__proto__=1]',
    ['3:11 iam_tags "__proto__" is a key that cannot be used: rename it'],
  ],
  [USER, 'iam_tags: [a=1, a=2]', ['3:11 iam_tags "a" is given twice: remove one']],
  [USER, 'iam_tags: {"": a}', ['3:16 iam_tags "" is empty: a tag needs a key']],
  [
    USER,
    'iam_tags: {"a,b": c}',
    ['3:19 iam_tags "a,b" has a key with ",": use letters, digits, spaces and _.:/=+-@'],
  ],
  [
    USER,
    'iam_tags: {a: "b!"}',
    ['3:15 iam_tags "a" has a value with "!": use letters, digits, spaces and _.:/=+-@'],
  ],
  [
    USER,
    'iam_tags: {a: "{{actor}}"}',
    ['3:15 iam_tags "a" has a value with "{": use letters, digits, spaces and _.:/=+-@'],
  ],
  [USER, `iam_tags: {${'k'.repeat(128)}: ${'v'.repeat(256)}}`, []],
  [
    USER,
    `iam_tags: {a: ${'v'.repeat(257)}}`,
    ['3:15 iam_tags "a" has a value of 257 characters, more than 256: shorten it'],
  ],
  [
    USER,
    `iam_tags: {${'k'.repeat(129)}: v}`,
    [`3:143 iam_tags "${'k'.repeat(79)}…" has a key of 129 characters, more than 128: shorten it`],
  ],
  [USER, `iam_tags: {${tags(47)}}`, []],
  [
    USER,
    `iam_tags: {${tags(48)}}`,
    [
      '3:11 iam_tags has 48 tags, more than 47: remove some (AWS takes 50, and daypass adds 3 of its own)',
    ],
  ],
  [ASSUMED, `session_tags: {${tags(50)}}`, []],
  [
    ASSUMED,
    `session_tags: {${tags(51)}}`,
    ['3:15 session_tags has 51 tags, more than 50: remove some (AWS takes 50)'],
  ],
  [ASSUMED, 'session_tags: {a: "{{actor}} in {{ repository }}", "daypass:x": b}', []],
  [
    ASSUMED,
    'session_tags: {a: "{{actr}}"}',
    ['3:19 session_tags "a" {{actr}} is not a template field: did you mean {{actor}}?'],
  ],
]

function tags(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: v`).join(', ')
}

for (const [base, lines, problems] of [...LIFETIMES, ...ARNS, ...NAMES, ...TAGS]) {
  const type = /credential_type: (\w+)/.exec(base)?.[1] ?? ''
  const title = `${type} with ${lines.slice(0, 80).replaceAll('\n', ' ')}`
  test(`${title} ${problems.length === 0 ? 'is taken' : 'is refused'}`, () => {
    assert.deepEqual(problemsOf(`${base}${lines}\n`), problems)
  })
}

test('behind a custom endpoint ARNs may do without an account, or have one of another form', () => {
  for (const account of ['', 'RGW11111111111111111', 'tenant-a']) {
    const text = `credential_type: assumed_role\nrole_arns: [arn:aws:iam::${account}:role/a-role]\npolicy_arns: [arn:aws:iam::aws:policy/x]\n`
    assert.deepEqual(problemsOf(text, { dialect: 'custom-endpoint' }), [])
    assert.equal(problemsOf(text).length, 1)
  }
})
