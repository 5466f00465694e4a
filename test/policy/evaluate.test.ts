import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { evaluate } from '../../core/policy/evaluate.ts'
import type { Outcome, Said, Who } from './asking.ts'
import { ALLOW, ask, DENY, outcomeOf, policyOf, ROOT, USER, WHO } from './asking.ts'

const ROWS: readonly (readonly [title: string, who: Who, said: Said, outcome: Outcome])[] = [
  ['nothing is allowed by itself', 'user', {}, 'identity'],
  ['an identity policy allows', 'user', { own: '+' }, 'allowed'],
  ['a policy about something else does not', 'user', { own: '.' }, 'identity'],
  ['a deny wins over an allow beside it', 'user', { own: '-' }, 'denied'],
  ['a boundary limits', 'user', { own: '+', boundary: '.' }, 'boundary'],
  ['a boundary allows nothing by itself', 'user', { own: '.', boundary: '+' }, 'identity'],
  ['a boundary and an identity policy allow', 'user', { own: '+', boundary: '+' }, 'allowed'],
  ['a deny in the boundary wins', 'user', { own: '+', boundary: '-' }, 'denied'],
  ['a session without policies has all of its role', 'session', { own: '+' }, 'allowed'],
  ['a session policy limits', 'session', { own: '+', session: '.' }, 'session'],
  ['a session policy allows nothing by itself', 'session', { session: '+' }, 'identity'],
  ['a deny in the session policy wins', 'session', { own: '+', session: '-' }, 'denied'],
  ['all three allow', 'session', { own: '+', boundary: '+', session: '+' }, 'allowed'],
  ['two of three are not enough', 'session', { own: '+', boundary: '+', session: '.' }, 'session'],
  ['a federated user needs a session policy', 'federated', { own: '+' }, 'session'],
  ['a federated user with one is allowed', 'federated', { own: '+', session: '+' }, 'allowed'],
  ['root needs no policy', 'root', {}, 'allowed'],
  ['root has no identity policies and no boundary', 'root', { own: '-', boundary: '-' }, 'allowed'],
  ['a session policy limits root', 'root', { session: '.' }, 'session'],
  ['a resource policy can deny root', 'root', { denies: ROOT }, 'denied'],
]

for (const [title, who, said, outcome] of ROWS) {
  test(title, () => {
    assert.equal(outcomeOf(ask(who, said)), outcome)
  })
}

test('a set of session policies allows what one of them allows, and an empty set nothing', () => {
  const request = { action: 's3:GetObject', resource: '*', context: {}, principal: WHO.session }
  const identity = [policyOf(ALLOW)]
  const session = [policyOf({ ...ALLOW, Action: 'ec2:*' }), policyOf(ALLOW)]
  assert.equal(outcomeOf(evaluate(request, { identity, session })), 'allowed')
  assert.equal(outcomeOf(evaluate(request, { identity, session: [] })), 'session')
})

test('a deny is found wherever it stands', () => {
  const request = { action: 's3:GetObject', resource: '*', context: {}, principal: WHO.user }
  for (const statements of [
    [DENY, ALLOW],
    [ALLOW, DENY],
    [ALLOW, ALLOW, DENY],
  ]) {
    const identity = [policyOf(ALLOW), policyOf(statements)]
    assert.equal(outcomeOf(evaluate(request, { identity })), 'denied')
  }
})

test('the decision names the statement that decided, by policy, layer, place and Sid', () => {
  const request = { action: 's3:GetObject', resource: '*', context: {}, principal: WHO.session }
  const other = { ...ALLOW, Action: 'ec2:*' }
  const own = { name: 'own', document: policyOf([other, { ...ALLOW, Sid: 'All' }]).document }
  assert.deepEqual(evaluate(request, { identity: [policyOf(other), own] }).decidedBy, {
    policy: 'own',
    layer: 'identity',
    statementIndex: 1,
    sid: 'All',
  })
  const passed = { name: 'passed', document: policyOf([ALLOW, DENY]).document }
  assert.deepEqual(evaluate(request, { identity: [own], session: [passed] }).decidedBy, {
    policy: 'passed',
    layer: 'session',
    statementIndex: 1,
  })
  assert.equal(ask('user', { own: '+', boundary: '-' }).decidedBy?.layer, 'boundary')
  assert.equal(ask('user', { names: USER }).decidedBy?.layer, 'resource')
  assert.deepEqual(ask('root', {}), { decision: 'allowed' })
})

test('nothing forbids GetCallerIdentity and GetSessionToken to somebody with credentials', () => {
  for (const action of ['sts:GetCallerIdentity', 'STS:getsessiontoken']) {
    assert.equal(outcomeOf(ask('user', { own: '-' }, { action, resource: '*' })), 'allowed')
    assert.equal(outcomeOf(ask('nobody', {}, { action, resource: '*' })), 'resource')
  }
})

test('NotAction and NotResource mean everything else', () => {
  const but = { Effect: 'Allow', NotAction: 's3:Get*', NotResource: 'arn:aws:s3:::app/*' }
  const identity = [policyOf(but)]
  const asking = (action: string, resource: string) =>
    outcomeOf(evaluate({ action, resource, context: {}, principal: WHO.user }, { identity }))
  assert.equal(asking('s3:PutObject', 'arn:aws:s3:::other/x'), 'allowed')
  assert.equal(asking('s3:GetObject', 'arn:aws:s3:::other/x'), 'identity')
  assert.equal(asking('s3:PutObject', 'arn:aws:s3:::app/x'), 'identity')
})

test('condition keys are found whatever their case', () => {
  const Condition = { StringEquals: { 'AWS:USERID': 'AIDAX' } }
  const context = { 'aws:userId': 'AIDAX' }
  const request = { action: 's3:GetObject', resource: '*', context, principal: WHO.user }
  const identity = [policyOf({ ...ALLOW, Condition })]
  assert.equal(outcomeOf(evaluate(request, { identity })), 'allowed')
})

test('variables come from the context, in policies of the version of 2012 only', () => {
  const Statement = { ...ALLOW, Resource: 'arn:aws:s3:::${aws:username}/*' }
  const asking = (document: object) => {
    const resource = 'arn:aws:s3:::ann/x'
    const context = { 'aws:username': 'ann' }
    return evaluate(
      { action: 's3:GetObject', resource, context, principal: WHO.user },
      { identity: [{ name: 'own', document: readPolicyDocument(document, 'identity') }] },
    ).decision
  }
  assert.equal(asking({ Version: '2012-10-17', Statement }), 'allowed')
  assert.equal(asking({ Version: '2008-10-17', Statement }), 'implicit-deny')
  assert.equal(asking({ Statement }), 'implicit-deny')
})
