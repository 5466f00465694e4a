import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CREDENTIAL_TYPES, type CredentialType } from '../../core/role/role.ts'
import { problemsOf } from './problems-of.ts'

const ARN = 'arn:aws:iam::123456789012'

/** A role of each type that is right, to which a line is added. */
const ENOUGH: Readonly<Record<CredentialType, string>> = {
  iam_user: 'credential_type: iam_user\n',
  assumed_role: `credential_type: assumed_role\nrole_arns: [${ARN}:role/r]\n`,
  federation_token: 'credential_type: federation_token\n',
  session_token: 'credential_type: session_token\n',
}
const RIGHTS = `policy_arns: [${ARN}:policy/p]\n`

const NO_ROLE = 'it assumes no role; use credential_type assumed_role, or remove it'
const NO_USER = 'no user is made for it; remove it, or use credential_type iam_user'
const NO_POLICY =
  'GetSessionToken takes no policy, the session has all rights of the issuing user; use credential_type federation_token to narrow them'
const NO_MFA = 'daypass passes an MFA code to GetSessionToken only; remove it (Vault ignores it)'
const NOT_TAGGED = 'no user is made that could be tagged; remove it (Vault ignores it)'

/** For every field that not all types take: a line with it, and for each type the reason or none. */
const FIELDS: readonly (readonly [string, Readonly<Partial<Record<CredentialType, string>>>])[] = [
  [
    `role_arns: [${ARN}:role/r]`,
    { iam_user: NO_ROLE, federation_token: NO_ROLE, session_token: NO_ROLE },
  ],
  ['external_id: abc', { iam_user: NO_ROLE, federation_token: NO_ROLE, session_token: NO_ROLE }],
  [
    'source_identity: abc',
    { iam_user: NO_ROLE, federation_token: NO_ROLE, session_token: NO_ROLE },
  ],
  [
    'role_session_name: abc',
    { iam_user: NO_ROLE, federation_token: NO_ROLE, session_token: NO_ROLE },
  ],
  [
    'session_tags: {a: b}',
    {
      iam_user: 'a user has no session; use iam_tags',
      federation_token: 'daypass, like Vault, tags sessions of assumed_role only; remove it',
      session_token: 'GetSessionToken takes no tags; remove it',
    },
  ],
  ['iam_groups: [g]', { session_token: NO_POLICY }],
  ['policy_document: {}', { session_token: NO_POLICY }],
  [RIGHTS.trim(), { session_token: NO_POLICY }],
  [
    'iam_tags: {a: b}',
    {
      assumed_role: 'no user is made that could be tagged; use session_tags (Vault ignores it)',
      federation_token: NOT_TAGGED,
      session_token: NOT_TAGGED,
    },
  ],
  ['user_path: /x/', { assumed_role: NO_USER, federation_token: NO_USER, session_token: NO_USER }],
  [
    `permissions_boundary_arn: ${ARN}:policy/b`,
    { assumed_role: NO_USER, federation_token: NO_USER, session_token: NO_USER },
  ],
  [
    `mfa_serial_number: ${ARN}:mfa/x`,
    { iam_user: NO_MFA, assumed_role: NO_MFA, federation_token: NO_MFA },
  ],
  ['default_sts_ttl: 1h', { iam_user: 'an iam_user has no STS session; use default_ttl' }],
  ['max_sts_ttl: 1h', { iam_user: 'an iam_user has no STS session; use max_ttl' }],
  ['default_ttl: 1h', sts('default_sts_ttl')],
  ['max_ttl: 1h', sts('max_sts_ttl')],
]

function sts(instead: string): Readonly<Partial<Record<CredentialType, string>>> {
  const why = `it is for iam_user; use ${instead}`
  return { assumed_role: why, federation_token: why, session_token: why }
}

/** With the types that take them, these are looked at elsewhere. */
const TAKEN_ELSEWHERE = ['role_arns', 'policy_document', 'policy_arns']

for (const [line, reasons] of FIELDS) {
  const field = line.slice(0, line.indexOf(':'))
  for (const type of CREDENTIAL_TYPES) {
    const why = reasons[type]
    if (why === undefined && TAKEN_ELSEWHERE.includes(field)) continue
    test(`${field} ${why === undefined ? 'goes' : 'does not go'} with ${type}`, () => {
      const needsRights = type === 'iam_user' || type === 'federation_token'
      const base = `${ENOUGH[type]}${needsRights ? RIGHTS : ''}`
      const number = base.split('\n').length
      const problem = `${number}:1 ${field} does not go with ${type}: ${why}`
      assert.deepEqual(problemsOf(`${base}${line}\n`), why === undefined ? [] : [problem])
    })
  }
}

const MISSING: readonly (readonly [string, string])[] = [
  [
    'credential_type: assumed_role\n',
    '1:18 role_arns is missing: an assumed_role needs the ARN of at least one role to assume',
  ],
  [
    'credential_type: assumed_role\nrole_arns: []\n',
    '1:18 role_arns is missing: an assumed_role needs the ARN of at least one role to assume',
  ],
  [
    'credential_type: federation_token\n',
    "1:18 federation_token needs policy_document, policy_arns or iam_groups: without one nothing would say which of the issuing user's rights the session gets",
  ],
  [
    'credential_type: iam_user\n',
    '1:18 iam_user needs policy_document, policy_arns or iam_groups: without one the user may do nothing',
  ],
  [
    'owner: me\ncredential_type: iam_user\npolicy_arns: ""\niam_groups: []\n',
    '2:18 iam_user needs policy_document, policy_arns or iam_groups: without one the user may do nothing',
  ],
]

for (const [text, problem] of MISSING) {
  test(`${JSON.stringify(text)} lacks what its type needs`, () => {
    assert.deepEqual(problemsOf(text), [problem])
  })
}

test('what is given but wrong is not also said to be missing', () => {
  assert.deepEqual(problemsOf('credential_type: assumed_role\nrole_arns: 1\n'), [
    '2:12 role_arns must be a list of texts, not the number 1',
  ])
})

test('what does not go with the type is not judged any further', () => {
  assert.deepEqual(problemsOf('credential_type: session_token\niam_tags: {"aws:x": "ü,"}\n'), [
    `2:1 iam_tags does not go with session_token: ${NOT_TAGGED}`,
  ])
})
