import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, role } from './problems-of.ts'

const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
}

/** What `vault read -format=json aws/roles/x` prints, for a role with some fields set. */
function vaultAnswer(set: object, around: object = {}): string {
  const data = {
    credential_type: 'iam_user',
    default_sts_ttl: 0,
    external_id: '',
    iam_groups: null,
    iam_tags: null,
    max_sts_ttl: 0,
    mfa_serial_number: '',
    permissions_boundary_arn: '',
    policy_arns: null,
    policy_document: '',
    role_arns: null,
    session_tags: null,
    user_path: '',
    ...set,
  }
  const answer = {
    request_id: 'x',
    lease_id: '',
    lease_duration: 0,
    renewable: false,
    data,
    warnings: null,
  }
  return `${JSON.stringify({ ...answer, mount_type: 'aws', ...around }, undefined, 2)}\n`
}

test("a role of each type is read from Vault's answer as it is", () => {
  const user = role(vaultAnswer({ policy_document: JSON.stringify(POLICY), iam_tags: { a: 'b' } }))
  assert.deepEqual(user, {
    name: 'app',
    credential_type: 'iam_user',
    policy_arns: [],
    policy_document: JSON.stringify(POLICY),
    iam_groups: [],
    iam_tags: { a: 'b' },
    user_path: '/daypass/',
    default_ttl: 3600,
    max_ttl: 86_400,
  })
  const role_arns = ['arn:aws:iam::123456789012:role/r']
  const assumed = {
    credential_type: 'assumed_role',
    role_arns,
    external_id: 'xy',
    default_sts_ttl: 900,
  }
  assert.deepEqual(role(vaultAnswer(assumed)), {
    name: 'app',
    credential_type: 'assumed_role',
    role_arns,
    policy_arns: [],
    iam_groups: [],
    session_tags: {},
    external_id: 'xy',
    default_sts_ttl: 900,
    max_sts_ttl: 43_200,
  })
  const federated = { credential_type: 'federation_token', iam_groups: ['g'], policy_arns: [] }
  assert.equal(role(vaultAnswer(federated)).credential_type, 'federation_token')
  const session = { credential_type: 'session_token', mfa_serial_number: 'GAHT12345678' }
  assert.equal(role(vaultAnswer(session)).credential_type, 'session_token')
})

test("the data of Vault's answer alone is read as well", () => {
  const { data } = JSON.parse(vaultAnswer({ iam_groups: ['g'] })) as { data: object }
  assert.deepEqual(role(JSON.stringify(data)), role(vaultAnswer({ iam_groups: ['g'] })))
})

test('what means "not set" in Vault does not in a role of our own', () => {
  assert.deepEqual(
    problemsOf(
      'credential_type: session_token\nmax_sts_ttl: 0\nmfa_serial_number: ""\nowner: null\n',
    ),
    [
      "2:14 max_sts_ttl is 0s, less than 15m, AWS's shortest session (this type takes no policy that could end it earlier): raise it",
      '3:20 mfa_serial_number must be a text that is not empty, not an empty text',
      '4:8 owner is empty: give it a value or remove the line',
    ],
  )
})

test("problems in Vault's answer have the place in it", () => {
  assert.deepEqual(problemsOf(vaultAnswer({ policy_arns: ['nope'] })), [
    '16:7 policy_arns[0] is not an ARN, "nope": write it as arn:aws:iam::123456789012:policy/NAME',
  ])
})

test('what Vault stores and ignores is refused with the reason', () => {
  const assumed = {
    credential_type: 'assumed_role',
    role_arns: ['arn:aws:iam::123456789012:role/r'],
  }
  const [problem, ...others] = problemsOf(vaultAnswer({ ...assumed, iam_tags: { a: 'b' } }))
  assert.match(
    problem ?? '',
    /iam_tags does not go with assumed_role: .* use session_tags \(Vault ignores it\)$/,
  )
  assert.deepEqual(others, [])
})

test("a legacy role of Vault's is refused with the cure", () => {
  const ambiguous = {
    credential_type: 'iam_user,federation_token',
    policy_document: JSON.stringify(POLICY),
  }
  assert.deepEqual(problemsOf(vaultAnswer(ambiguous)), [
    '7:24 credential_type must be one of iam_user, assumed_role, federation_token, session_token, not "iam_user,federation_token": a role that Vault brought over from its legacy format stands for several types; choose one',
  ])
  const [problem] = problemsOf(vaultAnswer({ iam_groups: ['g'], invalid_data: 'x' }))
  assert.match(
    problem ?? '',
    /invalid_data is not a field of a role: Vault itself could not read this legacy role; write it anew$/,
  )
})

test("a field of ours beside Vault's data is not overlooked", () => {
  const problems = problemsOf(vaultAnswer({ iam_groups: ['g'] }, { max_leases: 1 }))
  assert.equal(problems.length, 1)
  assert.match(problems[0] ?? '', /max_leases stands beside data, .*: move it into data$/)
  assert.deepEqual(problemsOf(vaultAnswer({ iam_groups: ['g'], max_leases: 1 })), [])
})
