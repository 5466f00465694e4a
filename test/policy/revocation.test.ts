import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { AccessRequest, Decision } from '../../core/policy/decision.ts'
import type { RequestPrincipal } from '../../core/policy/principals.ts'
import { evaluate } from '../../core/policy/evaluate.ts'

/** What a revocation relies on: which calls a deny meets, and which it leaves alone. */

const ACCOUNT = '111122223333'
const ALLOW = { Effect: 'Allow', Action: '*', Resource: '*' }
const denyIf = (Condition: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition })

const session = (name: string): RequestPrincipal => ({
  kind: 'role-session',
  accountId: ACCOUNT,
  arns: [
    `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/${name}`,
    `arn:aws:iam::${ACCOUNT}:role/deploy`,
  ],
})

function policy(...Statement: object[]) {
  return {
    name: 'p',
    document: readPolicyDocument({ Version: '2012-10-17', Statement }, 'identity'),
  }
}

function ask(
  context: AccessRequest['context'],
  statement: object,
  where: 'identity' | 'boundary' | 'session' = 'identity',
): Decision['decision'] {
  const request = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::app/x',
    context,
    principal: session('L-one'),
  }
  return evaluate(request, {
    identity: [where === 'identity' ? policy(ALLOW, statement) : policy(ALLOW)],
    ...(where === 'boundary' && { boundary: policy(ALLOW, statement) }),
    ...(where === 'session' && { session: [policy(ALLOW, statement)] }),
  }).decision
}

const LISTS: readonly (readonly [title: string, Condition: object])[] = [
  ['by its whole id', { StringEquals: { 'aws:userid': ['AROAX:L-zero', 'AROAX:L-one'] } }],
  ['by its name behind an asterisk', { StringLike: { 'aws:userid': ['*:L-zero', '*:L-one'] } }],
  ['by source identity', { StringEquals: { 'aws:SourceIdentity': ['L-zero', 'L-one'] } }],
]

for (const [title, Condition] of LISTS) {
  for (const where of ['identity', 'boundary', 'session'] as const) {
    test(`a deny ${title} in the ${where} policy stops one session and not its sibling`, () => {
      const context = (name: string) => ({
        'aws:userid': `AROAX:${name}`,
        'aws:SourceIdentity': name,
      })
      assert.equal(ask(context('L-one'), denyIf(Condition), where), 'explicit-deny')
      assert.equal(ask(context('L-two'), denyIf(Condition), where), 'allowed')
      assert.equal(ask(context('l-one'), denyIf(Condition), where), 'allowed')
    })
  }
}

test('an entry with an asterisk in the name would stop every session', () => {
  const Condition = { StringLike: { 'aws:userid': '*:L-*' } }
  assert.equal(ask({ 'aws:userid': 'AROAX:L-two' }, denyIf(Condition)), 'explicit-deny')
})

test('a deny by a key that the request does not have never fires', () => {
  const wanted = { StringEquals: { 'sts:RoleSessionName': 'L-one' } }
  assert.equal(ask({ 'aws:userid': 'AROAX:L-one' }, denyIf(wanted)), 'allowed')
  const byIssueTime = { DateLessThan: { 'aws:TokenIssueTime': '2030-01-01T00:00:00Z' } }
  assert.equal(ask({ 'aws:userid': 'AIDAX' }, denyIf(byIssueTime)), 'allowed')
})

test('a deny by the ARN of a session never fires: the key holds the ARN of the role', () => {
  const wanted = {
    ArnEquals: { 'aws:PrincipalArn': `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/L-one` },
  }
  const context = { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/deploy` }
  assert.equal(ask(context, denyIf(wanted)), 'allowed')
})

test('a deny by issue time stops what was issued before that second, and not in it', () => {
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': '2026-01-01T12:00:00Z' } }
  const issued = (at: string) => ask({ 'aws:TokenIssueTime': at }, denyIf(Condition))
  assert.equal(issued('2026-01-01T11:59:59Z'), 'explicit-deny')
  assert.equal(issued('2026-01-01T12:00:00Z'), 'allowed')
})

test('a deny for one exact second stops what was issued in it, and nothing else', () => {
  const Condition = {
    DateEquals: { 'aws:TokenIssueTime': ['2026-01-01T12:00:00Z', '2026-01-01T13:00:00Z'] },
  }
  const issued = (at: string) => ask({ 'aws:TokenIssueTime': at }, denyIf(Condition))
  assert.equal(issued('2026-01-01T13:00:00Z'), 'explicit-deny')
  assert.equal(issued('2026-01-01T13:00:01Z'), 'allowed')
})

test('a session policy that denies after a time still lets through at that time', () => {
  const Condition = { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T12:05:00Z' } }
  const at = (now: string) => ask({ 'aws:CurrentTime': now }, denyIf(Condition), 'session')
  assert.equal(at('2026-01-01T12:04:59Z'), 'allowed')
  assert.equal(at('2026-01-01T12:05:00Z'), 'allowed')
  assert.equal(at('2026-01-01T12:05:01Z'), 'explicit-deny')
})

test('a deny stops a session that a resource policy names, where a missing allow would not', () => {
  const who = session('L-one')
  const request = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::app/x',
    context: { 'aws:CurrentTime': '2026-01-01T12:10:00Z' },
    principal: who,
  }
  const Principal = { AWS: who.arns[0] }
  const bucket = readPolicyDocument({ Statement: { ...ALLOW, Principal } }, 'resource')
  const resource = { name: 'bucket', document: bucket }
  const until = { DateLessThan: { 'aws:CurrentTime': '2026-01-01T12:05:00Z' } }
  const onlyUntil = [policy({ ...ALLOW, Condition: until })]
  const after = denyIf({ DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T12:05:00Z' } })
  const identity = [policy(ALLOW)]
  assert.equal(evaluate(request, { identity, resource, session: onlyUntil }).decision, 'allowed')
  assert.equal(
    evaluate(request, { identity, resource, session: [policy(ALLOW, after)] }).decision,
    'explicit-deny',
  )
})

test('a deny on the issuing user stops one federated session by its name', () => {
  const stops = (name: string) =>
    evaluate(
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::app/x',
        context: { 'aws:userid': `${ACCOUNT}:${name}` },
        principal: {
          kind: 'federated-user',
          accountId: ACCOUNT,
          arns: [
            `arn:aws:sts::${ACCOUNT}:federated-user/${name}`,
            `arn:aws:iam::${ACCOUNT}:user/issuer`,
          ],
        },
      },
      {
        identity: [policy(ALLOW, denyIf({ StringEquals: { 'aws:userid': `${ACCOUNT}:L-one` } }))],
        session: [policy(ALLOW)],
      },
    ).decision
  assert.equal(stops('L-one'), 'explicit-deny')
  assert.equal(stops('L-two'), 'allowed')
})
