import { test } from 'node:test'
import assert from 'node:assert/strict'
import type { PolicyKind } from '../../core/policy/policy.ts'
import { checkPolicyDocument } from '../../core/policy/check.ts'

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }
const ROOT = 'arn:aws:iam::123456789012:root'

const BASE: Readonly<Record<PolicyKind, object>> = {
  identity: ALLOW,
  session: ALLOW,
  resource: { ...ALLOW, Principal: '*' },
  trust: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ROOT } },
}

function problemsOf(document: unknown, kind: PolicyKind = 'identity'): string[] {
  return checkPolicyDocument(document, kind).map(({ path, message }) =>
    [...path, message].join(' '),
  )
}

const EFFECT = "must be 'Allow' or 'Deny'"
const ACTION = "must be '*' or service:Name, such as s3:GetObject or s3:Get*"
const TRUST_ACTION = 'a trust policy may only name actions of sts, such as sts:AssumeRole'
const ARN = "must be '*' or an ARN, such as arn:aws:s3:::my-bucket/*"
const SIX = 'must have all six fields: arn:partition:service:region:account:resource'
const SERVICE = "must name its service without wildcards; for all services write '*'"
const IAM = "must be '*' or start with a type of resource, such as role/, after the account"
const NO_PRINCIPAL = (kind: string) => `cannot be in ${kind} policy: it applies to whoever has it`
const MAP = `must be '*' or an object such as {"AWS": "${ROOT}"}`
const KINDS = 'must be AWS, Federated, Service or, for S3, CanonicalUser'
const PRINCIPAL = "must be '*', an account or the ARN of a user, role, session or root"
const IN_FULL = "cannot have wildcards: name the principal in full, or everybody by '*'"
const LIST = 'must be a text or a list of at least one'
const TWICE = 'is there already in another case'
const KNOWN =
  'Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition'
const DATE = 'DateLessThan takes a date such as 2026-01-31T12:00:00Z, or epoch seconds'
const RANGE = 'NotIpAddress takes an IP address or a range such as 203.0.113.0/24'
const QUALIFIERS = 'is not a condition operator; qualifiers are ForAllValues: and ForAnyValue:'

/**
 * A change to a statement that is valid otherwise, and the problem that it makes: where, and what.
 */
type Row = readonly [kind: PolicyKind, change: object, where: string, problem: string]

const ROWS: readonly Row[] = [
  ['identity', { Effect: 'allow' }, 'Effect', EFFECT],
  ['identity', { Effect: undefined }, 'Effect', EFFECT],
  ['identity', { Action: undefined }, 'Action', 'is missing'],
  ['identity', { Action: [] }, 'Action', LIST],
  ['identity', { Action: {} }, 'Action', LIST],
  ['identity', { Action: [7] }, 'Action 0', 'must be text'],
  ['identity', { NotAction: 's3:*' }, 'NotAction', 'cannot stand beside Action'],
  ['identity', { Action: ['s3:*', 'GetObject'] }, 'Action 1', ACTION],
  ['identity', { Action: 's3:Get:Object' }, 'Action', ACTION],
  ['identity', { Action: 's?:GetObject' }, 'Action', ACTION],
  ['identity', { Action: 's3:Get Object' }, 'Action', ACTION],
  ['identity', { Resource: undefined }, 'Resource', 'is missing'],
  ['identity', { NotResource: '*' }, 'NotResource', 'cannot stand beside Resource'],
  ['identity', { Resource: 'my-bucket' }, 'Resource', ARN],
  ['identity', { Resource: [''] }, 'Resource 0', ARN],
  [
    'identity',
    { Resource: 'arn:s3:::x' },
    'Resource',
    'must have a partition after arn:, such as aws',
  ],
  ['identity', { Resource: 'arn:aws' }, 'Resource', SERVICE],
  ['identity', { Resource: 'arn:aws:*:*:*:*' }, 'Resource', SERVICE],
  [
    'identity',
    { Resource: 'arn:aws:s3::x' },
    'Resource',
    'must have six fields when one of them is empty',
  ],
  ['identity', { Resource: 'arn:aws:iam::123456789012:u*' }, 'Resource', IAM],
  [
    'identity',
    { Resource: 'arn:aws:iam:eu::user/x' },
    'Resource',
    'cannot have a region: IAM has none',
  ],
  ['identity', { Principal: '*' }, 'Principal', NO_PRINCIPAL('an identity')],
  ['session', { NotPrincipal: '*' }, 'NotPrincipal', NO_PRINCIPAL('a session')],
  ['session', { Resource: 'arn:aws:sqs' }, 'Resource', SIX],
  ['identity', { Sid: 'read-only' }, 'Sid', 'may only have letters and digits'],
  ['identity', { Sid: 7 }, 'Sid', 'must be text'],
  ['identity', { Name: 'x' }, 'Name', `is not an element of a policy; known are ${KNOWN}`],
  ['identity', { sid: 'x' }, 'sid', 'is not an element of a policy; Sid is meant'],
  ['identity', { Condition: null }, 'Condition', 'must not be null'],
  ['identity', { Condition: [] }, 'Condition', 'must be an object: operator, key, values'],
  ['resource', { Resource: 'arn:aws:sqs' }, 'Resource', SIX],
  ['resource', { Principal: undefined }, 'Principal', 'is missing'],
  ['resource', { NotPrincipal: '*' }, 'NotPrincipal', 'cannot stand beside Principal'],
  ['resource', { Principal: ROOT }, 'Principal', MAP],
  ['resource', { Principal: {} }, 'Principal', MAP],
  ['resource', { Principal: { constructor: 'x' } }, 'Principal constructor', KINDS],
  ['resource', { Principal: { AWS: [] } }, 'Principal AWS', LIST],
  ['resource', { Principal: { AWS: `${ROOT}x` } }, 'Principal AWS', PRINCIPAL],
  [
    'resource',
    { Principal: { AWS: [ROOT.replace('root', 'group/x')] } },
    'Principal AWS 0',
    PRINCIPAL,
  ],
  ['resource', { Principal: { AWS: ROOT.replace('root', 'role/*') } }, 'Principal AWS', IN_FULL],
  ['trust', { Resource: '*' }, 'Resource', 'cannot be in a trust policy: the role is the resource'],
  ['trust', { Action: ['sts:AssumeRole', 's3:*'] }, 'Action 1', TRUST_ACTION],
  ['trust', { Action: '*' }, 'Action', TRUST_ACTION],
  ['trust', { Principal: { CanonicalUser: '79a59' } }, 'Principal CanonicalUser', KINDS],
  [
    'trust',
    { Principal: { Federated: '*' } },
    'Principal Federated',
    'must be a provider, without wildcards',
  ],
  [
    'trust',
    { Principal: { Service: 'ec2' } },
    'Principal Service',
    'must be a service, such as ec2.amazonaws.com',
  ],
]

for (const [kind, change, where, problem] of ROWS) {
  test(`the ${kind} policy may not have ${JSON.stringify(change)} in ${where}`, () => {
    const Statement = [{ ...BASE[kind], ...change }]
    assert.deepEqual(problemsOf({ Statement }, kind), [`Statement 0 ${where} ${problem}`])
  })
}

const CONDITIONS: readonly (readonly [Condition: object, where: string, problem: string])[] = [
  [{ StringMatches: {} }, 'StringMatches', 'is not a condition operator'],
  [{ 'ForSome:StringLike': {} }, 'ForSome:StringLike', QUALIFIERS],
  [{ NullIfExists: {} }, 'NullIfExists', 'Null takes neither a qualifier nor IfExists'],
  [{ 'ForAnyValue:Null': {} }, 'ForAnyValue:Null', 'Null takes neither a qualifier nor IfExists'],
  [{ StringLike: 'aws:x' }, 'StringLike', 'must be an object: condition key, values'],
  [{ StringLike: { x: [{}] } }, 'StringLike x 0', 'must be text, a number, true or false'],
  [{ StringLike: { x: null } }, 'StringLike x', 'must be text, a number, true or false'],
  [{ DateLessThan: { x: ['2026-01-01', 'soon'] } }, 'DateLessThan x 1', DATE],
  [{ notIpAddress: { x: '10.0.0.0/33' } }, 'notIpAddress x', RANGE],
  [{ Bool: { x: 'maybe' } }, 'Bool x', 'Bool takes true or false'],
  [{ Null: { x: 'no' } }, 'Null x', 'Null takes true or false'],
  [{ NumericLessThan: { x: 'ten' } }, 'NumericLessThan x', 'NumericLessThan takes a number'],
  [{ StringLike: {}, stringLike: {} }, 'stringLike', TWICE],
  [{ StringLike: { 'aws:x': 'y', 'AWS:X': 'y' } }, 'StringLike AWS:X', TWICE],
]

for (const [Condition, where, problem] of CONDITIONS) {
  test(`a policy may not have the condition ${JSON.stringify(Condition)}`, () => {
    const Statement = { ...ALLOW, Condition }
    assert.deepEqual(problemsOf({ Statement }), [`Statement Condition ${where} ${problem}`])
  })
}

const A = { ...ALLOW, Sid: 'a' }
const B = { ...ALLOW, Sid: 'b' }
const VERSION = "must be '2012-10-17' (or, for old policies, '2008-10-17')"

const DOCUMENTS: readonly (readonly [document: unknown, problem: string])[] = [
  [{ Version: '2013-10-17', Statement: ALLOW }, `Version ${VERSION}`],
  [{ Id: 1, Statement: ALLOW }, 'Id must be text'],
  [
    { statement: 1, Statement: ALLOW },
    'statement is not an element of a policy; Statement is meant',
  ],
  [{ Version: '2012-10-17' }, 'Statement is missing'],
  [{ Statement: [] }, 'Statement must be a statement or a list of at least one'],
  [{ Statement: [ALLOW, 'x'] }, 'Statement 1 must be an object'],
  [{ Statement: [A, B, A] }, 'Statement 2 Sid is taken by an earlier statement'],
  [[], 'a policy must be an object'],
  [null, 'a policy must be an object'],
  ['"text"', 'a policy must be an object'],
  ['', 'not valid JSON'],
]

for (const [document, problem] of DOCUMENTS) {
  test(`${JSON.stringify(document)} is not a policy`, () => {
    assert.deepEqual(problemsOf(document), [problem])
  })
}

test('all problems of a document are told at once, with their paths', () => {
  const Statement = { Effect: 'No', Action: 'x', NotAction: [], Principal: '*', Sid: '-' }
  const problems = checkPolicyDocument(JSON.stringify({ Version: '1', Statement }), 'identity')
  assert.deepEqual(problems.map(({ path }) => path.join(' ')).sort(), [
    'Statement Action',
    'Statement Effect',
    'Statement NotAction',
    'Statement NotAction',
    'Statement Principal',
    'Statement Resource',
    'Statement Sid',
    'Version',
  ])
})
