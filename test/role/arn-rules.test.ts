import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, role } from './problems-of.ts'
import { ACCOUNT, ASSUMED, FEDERATED, type Rule, testRules, USER } from './rule-cases.ts'

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
  [USER, 'policy_arns: [arn:aws:iam::aws:policy/A, arn:aws:iam::aws:policy/A]', []],
  [
    USER,
    'policy_arns: [arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy]',
    [
      '3:15 policy_arns[0] is a policy of a service-linked role, which AWS attaches to no user: name another',
    ],
  ],
  [
    USER,
    'permissions_boundary_arn: arn:aws-cn:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy',
    [
      '3:27 permissions_boundary_arn is a policy of a service-linked role, which AWS attaches to no user: name another',
    ],
  ],
  [
    ASSUMED,
    'policy_arns: [arn:aws-cn:iam::aws:policy/A]',
    [
      '3:15 policy_arns[0] is of partition aws-cn, and role_arns[0] of aws: AWS takes only ARNs of its own, so make a role of each',
    ],
  ],
  [
    ASSUMED,
    'policy_document: {Statement: {Effect: Deny, Action: "*", NotResource: ["arn:*:s3:::b", "arn:aws-us-gov:s3:::b"]}}',
    [
      '3:88 policy_document.Statement.NotResource[1] is of partition aws-us-gov, and role_arns[0] of aws: AWS takes only ARNs of its own, so make a role of each',
    ],
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

testRules(ARNS)

test('behind a custom endpoint ARNs may do without an account, or have one of another form', () => {
  for (const account of ['', 'RGW11111111111111111', 'tenant-a']) {
    const text = `credential_type: assumed_role\nrole_arns: [arn:aws:iam::${account}:role/a-role]\npolicy_arns: [arn:aws:iam::aws:policy/x]\n`
    assert.deepEqual(problemsOf(text, { dialect: 'custom-endpoint' }), [])
    assert.equal(problemsOf(text).length, 1)
  }
})

test('what stands twice in a list is taken once', () => {
  const twice = `[${ACCOUNT}:role/r, ${ACCOUNT}:role/r]`
  const read = role(`credential_type: assumed_role\nrole_arns: ${twice}\niam_groups: [g, h, g]\n`)
  assert.ok(read.credential_type === 'assumed_role')
  assert.deepEqual(read.role_arns, [`${ACCOUNT}:role/r`])
  assert.deepEqual(read.iam_groups, ['g', 'h'])
})
