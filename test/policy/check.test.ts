import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { PolicyKind } from '../../core/policy/document.ts'
import { checkPolicyDocument, readPolicyDocument } from '../../core/policy/document.ts'
import { isDaypassError } from '../../core/errors.ts'

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const TRUST = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Action: 'sts:AssumeRole',
}

/** Problems as `path: message`, of a document with the one statement. */
function problemsOf(statement: unknown, kind: PolicyKind = 'identity'): string[] {
  return listProblems({ Version: '2012-10-17', Statement: [statement] }, kind)
}

function listProblems(document: unknown, kind: PolicyKind = 'identity'): string[] {
  return checkPolicyDocument(document, kind).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )
}

const VALID: readonly (readonly [PolicyKind, string, unknown])[] = [
  ['identity', 'a list of actions', { ...ALLOW, Action: ['s3:Get*', 'iam:?etUser', '*'] }],
  ['identity', 'an action of every service', { ...ALLOW, Action: '*:*' }],
  [
    'identity',
    'NotAction and NotResource',
    { Effect: 'Deny', NotAction: 's3:*', NotResource: '*' },
  ],
  ['identity', 'a service with a hyphen', { ...ALLOW, Action: 'execute-api:Invoke' }],
  ['identity', 'any partition', { ...ALLOW, Resource: 'arn:*:s3:::app/*' }],
  ['identity', 'the partition of China', { ...ALLOW, Resource: 'arn:aws-cn:s3:::app' }],
  ['identity', 'an incomplete ARN', { ...ALLOW, Resource: 'arn:aws:sqs' }],
  ['identity', 'a variable', { ...ALLOW, Resource: 'arn:aws:iam::*:user/${aws:username}' }],
  ['identity', 'all of IAM in an account', { ...ALLOW, Resource: 'arn:aws:iam::123456789012:*' }],
  ['identity', 'no conditions in Condition', { ...ALLOW, Condition: {} }],
  ['identity', 'no values for a key', { ...ALLOW, Condition: { StringEquals: { 'aws:x': [] } } }],
  ['identity', 'an empty Sid', { ...ALLOW, Sid: '' }],
  [
    'identity',
    'numbers and booleans',
    { ...ALLOW, Condition: { Bool: { 'aws:x': true }, NumericEquals: { 'aws:y': [1, '2'] } } },
  ],
  [
    'identity',
    'an operator in another case',
    { ...ALLOW, Condition: { stringequals: { 'aws:x': 'y' } } },
  ],
  [
    'identity',
    'all that may stand around an operator',
    { ...ALLOW, Condition: { 'ForAnyValue:ArnNotLikeIfExists': { 'aws:x': 'y' } } },
  ],
  [
    'identity',
    'dates of all kinds',
    {
      ...ALLOW,
      Condition: {
        DateGreaterThan: {
          'aws:CurrentTime': [
            '2026-01-31',
            '1767268800',
            '2026-01-31T12:00:00+01:00',
            '2026-01-31T12:00:00',
          ],
        },
      },
    },
  ],
  ['session', 'a whole ARN', { ...ALLOW, Resource: 'arn:aws:s3:::app/*' }],
  ['resource', 'everybody', { ...ALLOW, Principal: '*' }],
  ['resource', 'no Resource', { Effect: 'Allow', Action: 'sqs:*', Principal: '*' }],
  ['resource', 'a Sid with spaces', { ...ALLOW, Sid: 'Read by all', Principal: '*' }],
  ['resource', 'a canonical user', { ...ALLOW, Principal: { CanonicalUser: '79a59df900b949e5' } }],
  ['resource', 'NotPrincipal', { ...ALLOW, NotPrincipal: { AWS: '123456789012' } }],
  ['trust', 'the account', TRUST],
  ['trust', 'the account by number', { ...TRUST, Principal: { AWS: '123456789012' } }],
  [
    'trust',
    'a user with a path',
    { ...TRUST, Principal: { AWS: 'arn:aws:iam::123456789012:user/ci/ann' } },
  ],
  [
    'trust',
    'a user of a server without accounts',
    { ...TRUST, Principal: { AWS: 'arn:aws:iam:::user/ann' } },
  ],
  [
    'trust',
    'a session',
    { ...TRUST, Principal: { AWS: ['arn:aws:sts::123456789012:assumed-role/r/s'] } },
  ],
  ['trust', 'a user who is gone', { ...TRUST, Principal: { AWS: 'AIDAQKDTOP5XJ6RX5PNEF' } }],
  ['trust', 'a service', { ...TRUST, Principal: { Service: 'ec2.amazonaws.com' } }],
  [
    'trust',
    'an identity provider',
    {
      ...TRUST,
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Principal: {
        Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
      },
    },
  ],
]

for (const [kind, title, statement] of VALID) {
  test(`the ${kind} policy may have ${title}`, () => {
    assert.deepEqual(problemsOf(statement, kind), [])
  })
}

const INVALID: readonly (readonly [PolicyKind, string, unknown, ...string[]])[] = [
  [
    'identity',
    'an effect in lower case',
    { ...ALLOW, Effect: 'allow' },
    "Statement.0.Effect: must be 'Allow' or 'Deny'",
  ],
  [
    'identity',
    'no effect',
    { Action: '*', Resource: '*' },
    "Statement.0.Effect: must be 'Allow' or 'Deny'",
  ],
  ['identity', 'no action', { Effect: 'Allow', Resource: '*' }, 'Statement.0.Action: is missing'],
  [
    'identity',
    'an empty list of actions',
    { ...ALLOW, Action: [] },
    'Statement.0.Action: must be a text or a list of at least one',
  ],
  [
    'identity',
    'Action beside NotAction',
    { ...ALLOW, NotAction: 's3:*' },
    'Statement.0.NotAction: cannot stand beside Action',
  ],
  [
    'identity',
    'an action without a service',
    { ...ALLOW, Action: ['s3:*', 'GetObject'] },
    "Statement.0.Action.1: must be '*' or service:Name, such as s3:GetObject or s3:Get*",
  ],
  [
    'identity',
    'an action with two colons',
    { ...ALLOW, Action: 's3:Get:Object' },
    "Statement.0.Action: must be '*' or service:Name, such as s3:GetObject or s3:Get*",
  ],
  [
    'identity',
    'wildcards in the service',
    { ...ALLOW, Action: 's?:GetObject' },
    "Statement.0.Action: must be '*' or service:Name, such as s3:GetObject or s3:Get*",
  ],
  [
    'identity',
    'a number for an action',
    { ...ALLOW, Action: [7] },
    'Statement.0.Action.0: must be text',
  ],
  ['identity', 'no resource', { Effect: 'Allow', Action: '*' }, 'Statement.0.Resource: is missing'],
  [
    'identity',
    'Resource beside NotResource',
    { ...ALLOW, NotResource: '*' },
    'Statement.0.NotResource: cannot stand beside Resource',
  ],
  [
    'identity',
    'a resource that is no ARN',
    { ...ALLOW, Resource: 'my-bucket' },
    "Statement.0.Resource: must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*",
  ],
  [
    'identity',
    'an empty resource',
    { ...ALLOW, Resource: [''] },
    "Statement.0.Resource.0: must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*",
  ],
  [
    'identity',
    'a partition that is none',
    { ...ALLOW, Resource: 'arn:s3:::my-bucket' },
    'Statement.0.Resource: must have a partition after arn:, such as aws',
  ],
  [
    'identity',
    'a wildcard for the service',
    { ...ALLOW, Resource: 'arn:aws:*:*:*:*' },
    "Statement.0.Resource: must name its service without wildcards, as in arn:aws:s3:::*; for all services write '*'",
  ],
  [
    'identity',
    'an ARN with a field too few',
    { ...ALLOW, Resource: 'arn:aws:s3::my-bucket' },
    'Statement.0.Resource: must have six fields when one of them is empty',
  ],
  [
    'identity',
    'a wildcard in the type of an IAM resource',
    { ...ALLOW, Resource: 'arn:aws:iam::123456789012:u*' },
    "Statement.0.Resource: must be '*' or start with a type of resource, such as role/, after the account",
  ],
  [
    'identity',
    'an IAM resource with a region',
    { ...ALLOW, Resource: 'arn:aws:iam:us-east-1::user/ann' },
    'Statement.0.Resource: cannot have a region: IAM has none',
  ],
  [
    'identity',
    'a principal',
    { ...ALLOW, Principal: '*' },
    'Statement.0.Principal: cannot be in an identity policy: it applies to whoever has it',
  ],
  [
    'session',
    'NotPrincipal',
    { ...ALLOW, NotPrincipal: '*' },
    'Statement.0.NotPrincipal: cannot be in a session policy: it applies to whoever has it',
  ],
  [
    'session',
    'an incomplete ARN',
    { ...ALLOW, Resource: 'arn:aws:sqs' },
    'Statement.0.Resource: must have all six fields: arn:partition:service:region:account:resource',
  ],
  [
    'identity',
    'an unknown element',
    { ...ALLOW, Conditions: {} },
    'Statement.0.Conditions: is not an element of a policy; known are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition',
  ],
  [
    'identity',
    'an element in lower case',
    { ...ALLOW, sid: 'x' },
    'Statement.0.sid: is not an element of a policy; Sid is meant',
  ],
  [
    'identity',
    'an element that is null',
    { ...ALLOW, Condition: null },
    'Statement.0.Condition: must not be null',
  ],
  [
    'identity',
    'a Sid with other characters',
    { ...ALLOW, Sid: 'read-only' },
    'Statement.0.Sid: may only have letters and digits',
  ],
  [
    'identity',
    'a condition that is a list',
    { ...ALLOW, Condition: [] },
    'Statement.0.Condition: must be an object: operator, key, values',
  ],
  [
    'identity',
    'an operator that AWS does not have',
    { ...ALLOW, Condition: { StringMatches: { 'aws:x': 'y' } } },
    'Statement.0.Condition.StringMatches: is not a condition operator',
  ],
  [
    'identity',
    'a qualifier that AWS does not have',
    { ...ALLOW, Condition: { 'ForSomeValues:StringLike': { 'aws:x': 'y' } } },
    'Statement.0.Condition.ForSomeValues:StringLike: is not a condition operator; qualifiers are ForAllValues: and ForAnyValue:',
  ],
  [
    'identity',
    'Null with IfExists',
    { ...ALLOW, Condition: { NullIfExists: { 'aws:x': 'true' } } },
    'Statement.0.Condition.NullIfExists: Null takes neither a qualifier nor IfExists',
  ],
  [
    'identity',
    'an operator without keys',
    { ...ALLOW, Condition: { StringLike: 'aws:x' } },
    'Statement.0.Condition.StringLike: must be an object: condition key, values',
  ],
  [
    'identity',
    'an object for a value',
    { ...ALLOW, Condition: { StringLike: { 'aws:x': [{}] } } },
    'Statement.0.Condition.StringLike.aws:x.0: must be text, a number, true or false',
  ],
  [
    'identity',
    'a date that is none',
    { ...ALLOW, Condition: { DateLessThan: { 'aws:CurrentTime': ['2026-01-01', 'soon'] } } },
    'Statement.0.Condition.DateLessThan.aws:CurrentTime.1: DateLessThan takes a date such as 2026-01-31T12:00:00Z, or epoch seconds',
  ],
  [
    'identity',
    'a range that is none',
    { ...ALLOW, Condition: { notIpAddress: { 'aws:SourceIp': '10.0.0.0/33' } } },
    'Statement.0.Condition.notIpAddress.aws:SourceIp: NotIpAddress takes an IP address or a range such as 203.0.113.0/24',
  ],
  [
    'identity',
    'maybe for a truth',
    { ...ALLOW, Condition: { Bool: { 'aws:SecureTransport': 'maybe' } } },
    'Statement.0.Condition.Bool.aws:SecureTransport: Bool takes true or false',
  ],
  [
    'identity',
    'one operator in two spellings',
    { ...ALLOW, Condition: { StringLike: {}, stringLike: {} } },
    'Statement.0.Condition.stringLike: is there already in another case',
  ],
  [
    'identity',
    'one key in two spellings',
    { ...ALLOW, Condition: { StringLike: { 'aws:x': 'y', 'AWS:X': 'y' } } },
    'Statement.0.Condition.StringLike.AWS:X: is there already in another case',
  ],
  ['resource', 'no principal', ALLOW, 'Statement.0.Principal: is missing'],
  [
    'resource',
    'a principal that is text',
    { ...ALLOW, Principal: '123456789012' },
    `Statement.0.Principal: must be '*' or an object such as {"AWS": "arn:aws:iam::123456789012:root"}`,
  ],
  [
    'resource',
    'a kind of principal that AWS does not have',
    { ...ALLOW, Principal: { constructor: 'x' } },
    'Statement.0.Principal.constructor: must be AWS, Federated, Service or, for S3, CanonicalUser',
  ],
  [
    'resource',
    'a wildcard in a principal',
    { ...ALLOW, Principal: { AWS: ['arn:aws:iam::123456789012:role/*'] } },
    "Statement.0.Principal.AWS.0: cannot have wildcards: name the principal in full, or everybody by '*'",
  ],
  [
    'resource',
    'a group as principal',
    { ...ALLOW, Principal: { AWS: 'arn:aws:iam::123456789012:group/x' } },
    "Statement.0.Principal.AWS: must be '*', an account or the ARN of a user, role, session or root",
  ],
  [
    'trust',
    'a resource',
    { ...TRUST, Resource: '*' },
    'Statement.0.Resource: cannot be in a trust policy: the role is the resource',
  ],
  [
    'trust',
    'NotPrincipal',
    { Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '*' } },
    'Statement.0.NotPrincipal: cannot be in a trust policy',
  ],
  [
    'trust',
    'an action of another service',
    { ...TRUST, Action: ['sts:AssumeRole', 's3:*'] },
    'Statement.0.Action.1: a trust policy may only name actions of sts, such as sts:AssumeRole',
  ],
  [
    'trust',
    'every action',
    { ...TRUST, Action: '*' },
    'Statement.0.Action: a trust policy may only name actions of sts, such as sts:AssumeRole',
  ],
]

for (const [kind, title, statement, ...problems] of INVALID) {
  test(`the ${kind} policy may not have ${title}`, () => {
    assert.deepEqual(problemsOf(statement, kind), problems)
  })
}

const INVALID_DOCUMENTS: readonly (readonly [string, unknown, ...string[]])[] = [
  [
    'a version that AWS does not have',
    { Version: '2013-10-17', Statement: ALLOW },
    "Version: must be '2012-10-17' (or, for old policies, '2008-10-17')",
  ],
  ['an Id that is no text', { Id: 1, Statement: ALLOW }, 'Id: must be text'],
  [
    'an unknown element',
    { Statement: ALLOW, Name: 'x' },
    'Name: is not an element of a policy; known are Version, Id, Statement',
  ],
  ['no statement', { Version: '2012-10-17' }, 'Statement: is missing'],
  [
    'an empty list of statements',
    { Statement: [] },
    'Statement: must be a statement or a list of at least one',
  ],
  ['a statement that is text', { Statement: ['x'] }, 'Statement.0: must be an object'],
  [
    'a Sid twice',
    {
      Statement: [
        { ...ALLOW, Sid: 'a' },
        { ...ALLOW, Sid: 'b' },
        { ...ALLOW, Sid: 'a' },
      ],
    },
    'Statement.2.Sid: is taken by an earlier statement',
  ],
  ['a list in its place', [], ': a policy must be an object'],
  ['text that is not JSON in its place', '{"Statement": ', ': not valid JSON'],
]

for (const [title, document, ...problems] of INVALID_DOCUMENTS) {
  test(`a policy document may not have ${title}`, () => {
    const found = listProblems(document)
    assert.equal(found.length, problems.length)
    for (const [index, problem] of problems.entries()) assert.ok(found[index]?.startsWith(problem))
  })
}

test('all problems of a document are told at once, with their paths', () => {
  const document = {
    Version: '1',
    Statement: { Effect: 'No', Action: 'x', NotAction: [], Principal: '*', Sid: '-' },
  }
  assert.deepEqual(
    checkPolicyDocument(JSON.stringify(document), 'identity').map(({ path }) => path.join('.')),
    [
      'Version',
      'Statement.Sid',
      'Statement.Effect',
      'Statement.NotAction',
      'Statement.Principal',
      'Statement.Resource',
      'Statement.Action',
      'Statement.NotAction',
    ],
  )
})

test('reading makes lists and texts of everything, and gives operators their own case', () => {
  const written = {
    Version: '2012-10-17',
    Id: 'x',
    Statement: {
      Sid: 'One',
      Effect: 'Allow',
      Action: 's3:*',
      NotResource: 'arn:aws:s3:::app',
      Principal: { AWS: '*', Service: ['ec2.amazonaws.com'] },
      Condition: { bool: { 'aws:SecureTransport': true }, NumericLessThan: { 'aws:x': [1, '2'] } },
    },
  }
  const read = {
    Version: '2012-10-17',
    Id: 'x',
    Statement: [
      {
        Sid: 'One',
        Effect: 'Allow',
        Action: ['s3:*'],
        NotResource: ['arn:aws:s3:::app'],
        Principal: { AWS: ['*'], Service: ['ec2.amazonaws.com'] },
        Condition: {
          Bool: { 'aws:SecureTransport': ['true'] },
          NumericLessThan: { 'aws:x': ['1', '2'] },
        },
      },
    ],
  }
  assert.deepEqual(readPolicyDocument(written, 'resource'), read)
  assert.deepEqual(readPolicyDocument(JSON.stringify(written), 'resource'), read)
  assert.deepEqual(readPolicyDocument(read, 'resource'), read)
})

test('reading an invalid policy throws request-invalid with the problems', () => {
  assert.throws(
    () => readPolicyDocument({ Statement: { ...ALLOW, Effect: 'x' } }, 'session'),
    (error) => isDaypassError(error, 'request-invalid') && error.problems.length === 1,
  )
})

test('whatever the value, checking tells problems or reading succeeds', () => {
  const element = fc.constantFrom(
    'Version',
    'Statement',
    'Effect',
    'Action',
    'Resource',
    'Principal',
    'Condition',
    'Sid',
    'AWS',
    'StringEquals',
    '__proto__',
    'constructor',
  )
  const leaf = fc.oneof(
    fc.constantFrom('2012-10-17', 'Allow', '*', 's3:*', 'arn:aws:s3:::x', null),
    fc.anything({ maxDepth: 0 }),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(element, tie('value'), { maxKeys: 5 }),
    ),
  }))
  const kinds = fc.constantFrom<PolicyKind>('identity', 'session', 'resource', 'trust')
  fc.assert(
    fc.property(value, kinds, (anything, kind) => {
      if (checkPolicyDocument(anything, kind).length === 0) readPolicyDocument(anything, kind)
    }),
    { numRuns: 2000 },
  )
})
