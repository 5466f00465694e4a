import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withEnd } from '../../aws/policy-end.ts'
import { sessionPolicy } from '../../aws/sessions/session-policy.ts'
import { policySize } from '../../core/policy/text.ts'
import { cautionsOf } from '../../core/role/role-cautions.ts'
import type { Role } from '../../core/role/role.ts'
import { problemsOf, role } from './problems-of.ts'

const ACCOUNT = 'arn:aws:iam::123456789012'

/** A policy whose JSON has so many characters without white space. */
function policyOf(size: number): object {
  const policy = (resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${resource}` }],
  })
  return policy('x'.repeat(size - JSON.stringify(policy('')).length))
}

function text(fields: object): string {
  return `${JSON.stringify(fields, undefined, 2)}\n`
}

test('problems inside a policy have its path and the place in the file', () => {
  const lines = [
    'credential_type: iam_user',
    'policy_document:',
    '  Version: "2012-10-17"',
    '  Statement:',
    '    - Effect: allow',
    '      Action: s3:GetObject',
    '      Resource: my-bucket',
  ]
  const problems = problemsOf(`${lines.join('\n')}\n`)
  assert.equal(problems.length, 2)
  assert.match(problems[0] ?? '', /^5:15 policy_document\.Statement\[0\]\.Effect must be 'Allow'/)
  assert.match(problems[1] ?? '', /^7:17 policy_document\.Statement\[0\]\.Resource must be/)
})

test('a policy that is no JSON, or says a thing twice, is refused', () => {
  const user = 'credential_type: iam_user\npolicy_document: '
  assert.match(problemsOf(`${user}"{"\n`)[0] ?? '', /^2:18 policy_document: not valid JSON/)
  const statement = '{"Effect":"Allow","Action":"s3:*","Resource":"*","Effect":"Deny"}'
  assert.deepEqual(problemsOf(`${user}'{"Version":"2012-10-17","Statement":${statement}}'\n`), [
    '2:18 policy_document has "Effect" twice in one object, and only one of them would count: remove the other',
  ])
})

test('a session policy that names a principal is refused', () => {
  const Statement = [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }]
  const policy_document = { Version: '2012-10-17', Statement }
  const [problem] = problemsOf(text({ credential_type: 'federation_token', policy_document }))
  assert.match(
    problem ?? '',
    /policy_document\.Statement\[0\]\.Principal cannot be in a session policy/,
  )
})

test('a policy with characters that AWS does not take is refused', () => {
  const Statement = [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b/€' }]
  const policy_document = { Version: '2012-10-17', Statement }
  assert.deepEqual(problemsOf(text({ credential_type: 'iam_user', policy_document })), [
    '3:22 policy_document has "€", but AWS takes only characters up to U+00FF: use a wildcard',
  ])
})

test("names of daypass's own statements are refused", () => {
  const Statement = { Sid: 'DaypassEnd', Effect: 'Allow', Action: 's3:*', Resource: '*' }
  for (const [wrapped, path, column] of [
    [Statement, 'Statement.Sid', 14],
    [[Statement], 'Statement[0].Sid', 16],
  ] as const) {
    const policy_document = { Version: '2012-10-17', Statement: wrapped }
    const line = Array.isArray(wrapped) ? 7 : 6
    assert.deepEqual(problemsOf(text({ credential_type: 'iam_user', policy_document })), [
      `${line}:${column} policy_document.${path} is "DaypassEnd": names that begin with Daypass are for the statements that daypass adds; rename it`,
    ])
  }
})

test("a user's policy may have all the characters that AWS takes, and no more", () => {
  assert.deepEqual(
    problemsOf(text({ credential_type: 'iam_user', policy_document: policyOf(2048) })),
    [],
  )
  assert.deepEqual(
    problemsOf(text({ credential_type: 'iam_user', policy_document: policyOf(2049) })),
    [
      '3:22 policy_document has 2049 characters, more than the 2048 AWS takes for a user: shorten it, or make it a managed policy and name that in policy_arns',
    ],
  )
})

test("a role whose users' policy leaves no room for the end of a lease is cautioned, to the character", () => {
  for (const [longest, shape] of [
    [1908, policyOf],
    [1906, alone],
  ] as const) {
    const [fits, larger] = [longest, longest + 1].map((size) =>
      role(text({ credential_type: 'iam_user', policy_document: shape(size) })),
    )
    assert.ok(fits && larger)
    assert.deepEqual(cautionsOf(fits), [])
    assert.ok(policySize(ended(fits)) <= 2048)
    assert.match(
      cautionsOf(larger)[0] ?? '',
      new RegExp(`has ${longest + 1} of 2048 .* to ${longest}`),
    )
    assert.ok(policySize(ended(larger)) > 2048)
  }
})

/** The same with a single statement. */
function alone(size: number): object {
  const [Statement] = (policyOf(size + 2) as { Statement: object[] }).Statement
  return { Version: '2012-10-17', Statement }
}

function ended(one: Role): string {
  assert.ok(one.credential_type === 'iam_user')
  return withEnd(one.policy_document, new Date('2027-01-01T00:00:00Z'))
}

test('more managed policies than AWS takes are refused', () => {
  const policy_arns = Array.from({ length: 11 }, (_, index) => `arn:aws:iam::aws:policy/P${index}`)
  assert.deepEqual(problemsOf(text({ credential_type: 'iam_user', policy_arns })), [
    '3:18 policy_arns has 11 policies, more than the 10 AWS takes for a user: attach some to a group and name it in iam_groups',
  ])
  assert.deepEqual(problemsOf(text({ credential_type: 'federation_token', policy_arns })), [
    '3:18 policy_arns has 11 policies, more than the 10 AWS takes for a session: put some of their statements into policy_document',
  ])
  assert.deepEqual(
    problemsOf(text({ credential_type: 'iam_user', policy_arns: policy_arns.slice(1) })),
    [],
  )
})

test('session policies that are too large together are refused, with the parts', () => {
  const assumed = { credential_type: 'assumed_role', role_arns: [`${ACCOUNT}:role/r`] }
  const policy_arns = ['arn:aws:iam::aws:policy/ReadOnly']
  assert.deepEqual(problemsOf(text({ ...assumed, policy_document: policyOf(2048) })), [])
  assert.deepEqual(problemsOf(text({ ...assumed, policy_document: policyOf(2048), policy_arns })), [
    '6:22 the session policies have 2080 characters, more than the 2048 AWS takes: shorten them (policy_document 2048, policy_arns 32)',
  ])
  assert.deepEqual(
    problemsOf(text({ ...assumed, policy_document: policyOf(1900), default_sts_ttl: '5m' })),
    [
      '6:22 the session policies have 2124 characters, more than the 2048 AWS takes: shorten them (policy_document 1900, 224 for the statements that end a lease of less than 15m)',
    ],
  )
  const long = Array.from(
    { length: 10 },
    (_, index) => `arn:aws:iam::aws:policy/${'p'.repeat(120)}/${'q'.repeat(70)}${index}`,
  )
  assert.match(
    problemsOf(text({ ...assumed, policy_arns: long }))[0] ?? '',
    /^6:18 the session policies have 2160 characters/,
  )
})

test('what is taken for a session can be sent to AWS, and what is refused could not, but for two characters', () => {
  const sizes = fc.record({
    size: fc.option(fc.integer({ min: 1500, max: 2048 }), { nil: undefined }),
    arns: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,64}$/), { minLength: 1, maxLength: 8 }),
    isShort: fc.boolean(),
  })
  fc.assert(
    fc.property(sizes, ({ size, arns, isShort }) => {
      const policy_document = size === undefined ? undefined : policyOf(size)
      const policy_arns = arns.map((name) => `arn:aws:iam::aws:policy/${name}`)
      const fields = { credential_type: 'federation_token', policy_document, policy_arns }
      const problems = problemsOf(text({ ...fields, default_sts_ttl: isShort ? 60 : 3600 }))
      if (problems.length === 0) {
        assert.ok(isSendable(policy_document, policy_arns, isShort))
      } else {
        const larger = size === undefined ? undefined : policyOf(size + 2)
        assert.ok(!isSendable(larger, policy_arns, isShort))
      }
    }),
  )
})

/** Whether the order of such a role stays within AWS's limit. */
function isSendable(document: object | undefined, policyArns: string[], isShort: boolean): boolean {
  try {
    sessionPolicy({
      policyArns,
      policyDocument: document === undefined ? undefined : JSON.stringify(document),
      groups: [],
      fromGroups: { documents: [], arns: [] },
      denyAfter: isShort ? new Date('2027-01-01T00:00:00Z') : undefined,
      isShort,
      hasOwnRights: false,
    })
    return true
  } catch {
    return false
  }
}
