import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoleComparison } from '../../review/model/comparison.ts'
import { actionNames, policyChange } from './stage.ts'
import { defined } from '../../core/language/defined.ts'

const BUCKET = 'arn:aws:s3:::b'
const OBJECTS = 'arn:aws:s3:::b/*'
const EU = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }
const WITHOUT_MFA = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }

const allow = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...defined({ Condition }),
})
const deny = (Action: unknown, Resource: unknown, Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: 'Deny',
})

test('actions gained and lost stand by service and access level', () => {
  const { access, verdict } = policyChange(
    [allow(['s3:GetObject', 's3:ListBucket'], [BUCKET, OBJECTS])],
    [allow(['s3:GetObject', 's3:Put*'], [BUCKET, OBJECTS])],
  )
  assert.equal(verdict, 'wider')
  assert.deepEqual(access.lost.actions, [
    { service: 's3', level: 'List', actions: ['s3:ListBucket'] },
  ])
  const levels = access.gained.actions.map(({ service, level }) => `${service} ${level}`)
  assert.deepEqual(levels, ['s3 Permissions management', 's3 Tagging', 's3 Write'])
  assert.ok(actionNames(access.gained.actions).includes('s3:PutBucketPolicy'))
  assert.deepEqual(access.notSeen, [])
})

test('the same rights in other words are the same access', () => {
  const same: readonly (readonly [object[], object[]])[] = [
    [
      [allow(['s3:GetObject', 's3:PutObject'], OBJECTS)],
      [allow('s3:PutObject', OBJECTS), allow('S3:getobject', OBJECTS)],
    ],
    [[allow('s3:GetObject', OBJECTS)], [allow('s3:GetObject', [OBJECTS, 'arn:aws:s3:::b/x/*'])]],
    [
      [allow('s3:GetObject', OBJECTS)],
      [allow('s3:GetObject', OBJECTS), deny('s3:PutObject', OBJECTS)],
    ],
    [[allow('s3:Get*', '*')], [allow(['s3:Get*', 's3:GetObject'], '*')]],
    // No object is a bucket.
    [[allow('s3:GetObject', OBJECTS)], [allow('s3:GetObject', [BUCKET, OBJECTS])]],
  ]
  for (const [before, after] of same) {
    const { verdict, kind } = policyChange(before, after)
    assert.deepEqual([verdict, kind], ['same access', 'changed'], JSON.stringify(after))
  }
})

test('resources that are reached further are told with what was reached before', () => {
  const { access } = policyChange(
    [allow('s3:GetObject', 'arn:aws:s3:::b/in/*')],
    [allow('s3:GetObject', [OBJECTS, 'arn:aws:s3:::c/*'])],
  )
  const [reach, ...more] = access.gained.reach
  assert.deepEqual(more, [])
  assert.deepEqual(
    [reach?.actions, reach?.resources, reach?.instead, reach?.witness !== undefined],
    [['s3:GetObject'], [OBJECTS, 'arn:aws:s3:::c/*'], ['arn:aws:s3:::b/in/*'], true],
  )
  assert.deepEqual(access.lost.reach, [])
})

test('letters of a resource have their case', () => {
  const { access } = policyChange(
    [allow('s3:GetObject', 'arn:aws:s3:::b/*')],
    [allow('s3:GetObject', 'arn:aws:s3:::B/*')],
  )
  assert.equal(access.gained.reach.length, 1)
  assert.equal(access.lost.reach.length, 1)
})

test('a condition that is gone or looser is told as such, not as resources', () => {
  const gone = policyChange([allow('s3:GetObject', OBJECTS, EU)], [allow('s3:GetObject', OBJECTS)])
  const [condition] = gone.access.gained.conditions
  assert.equal(condition?.stricter, 'StringEquals aws:RequestedRegion eu-west-1')
  assert.equal(condition.looser, undefined)
  assert.equal(condition.witness !== undefined, true)
  assert.deepEqual(gone.access.gained.reach, [])
  assert.equal(gone.verdict, 'wider')
  const looser = policyChange(
    [allow('s3:GetObject', OBJECTS, EU)],
    [allow('s3:GetObject', OBJECTS, { StringLike: { 'aws:RequestedRegion': 'eu-*' } })],
  )
  assert.equal(looser.access.gained.conditions[0]?.looser, 'StringLike aws:RequestedRegion eu-*')
  assert.deepEqual(looser.access.lost.conditions, [])
  const stricter = policyChange(
    [allow('s3:GetObject', OBJECTS)],
    [allow('s3:GetObject', OBJECTS, EU)],
  )
  assert.equal(stricter.verdict, 'narrower')
})

test('resources that widen in the same change hide no condition that is dropped', () => {
  const before = [allow(['s3:GetObject', 's3:PutObject'], OBJECTS, EU)]
  const cases: readonly (readonly [object, string | undefined])[] = [
    [allow(['s3:GetObject', 's3:PutObject'], '*'), undefined],
    [allow('s3:*', ['arn:aws:s3:::a/*', 'arn:aws:s3:::b*']), undefined],
    [
      allow(['s3:GetObject', 's3:PutObject'], '*', WITHOUT_MFA),
      'BoolIfExists aws:MultiFactorAuthPresent false',
    ],
    // Neither of the two contains the other.
    [allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::*/x'), undefined],
  ]
  for (const [after, looser] of cases) {
    const { access } = policyChange(before, [after])
    const [condition, ...more] = access.gained.conditions
    assert.deepEqual(more, [])
    assert.deepEqual(condition?.actions, ['s3:GetObject', 's3:PutObject'])
    assert.equal(condition.stricter, 'StringEquals aws:RequestedRegion eu-west-1')
    assert.deepEqual([condition.looser, condition.witness !== undefined], [looser, true])
    assert.equal(access.gained.reach.length, 1)
  }
})

test('resources that widen drop no condition that stays, or that another statement did not have', () => {
  const quiet: readonly (readonly [object[], object])[] = [
    [[allow('s3:GetObject', OBJECTS, EU)], allow('s3:GetObject', '*', EU)],
    [
      [allow('s3:GetObject', OBJECTS), allow('s3:GetObject', 'arn:aws:s3:::b/x/*', EU)],
      allow('s3:GetObject', '*'),
    ],
    [[allow('s3:GetObject', OBJECTS, EU)], allow('s3:GetObject', 'arn:aws:s3:::c/*')],
  ]
  for (const [before, after] of quiet) {
    const { access } = policyChange(before, [after])
    assert.deepEqual(access.gained.conditions, [], JSON.stringify(after))
    assert.equal(access.gained.reach.length, 1)
  }
})

test('resources that widen in the same change hide no deny that is dropped or narrower', () => {
  const before = [allow('s3:GetObject', OBJECTS), deny('s3:GetObject', 'arn:aws:s3:::b/secret/*')]
  for (const after of [
    [allow('s3:GetObject', '*')],
    [allow('s3:GetObject', '*'), deny('s3:GetObject', 'arn:aws:s3:::b/secret/x/*')],
  ]) {
    const { access } = policyChange(before, after)
    const told = access.gained.denies.map(({ deny: text, witness }) => [
      text,
      witness !== undefined,
    ])
    assert.deepEqual(told, [['arn:aws:s3:::b/secret/*', true]])
    assert.equal(access.gained.reach.length, 1)
  }
})

test('a deny that is gone is told with what it forbade', () => {
  const all = allow('s3:*', '*')
  const cases: readonly (readonly [object, readonly string[], string])[] = [
    [
      deny('s3:DeleteBucket', '*', WITHOUT_MFA),
      ['s3:DeleteBucket'],
      '* if BoolIfExists aws:MultiFactorAuthPresent false',
    ],
    [deny('s3:PutObject', 'arn:aws:s3:::x/*'), ['s3:PutObject'], 'arn:aws:s3:::x/*'],
    [deny('s3:DeleteBucket', '*'), ['s3:DeleteBucket'], '*'],
  ]
  for (const [dropped, actions, text] of cases) {
    const { access, verdict } = policyChange([all, dropped], [all])
    const [change] = access.gained.denies
    assert.deepEqual(
      [change?.actions, change?.deny, change?.witness !== undefined],
      [actions, text, true],
    )
    assert.equal(change?.place.line, 1)
    assert.equal(verdict, 'wider')
    assert.equal(policyChange([all], [all, dropped]).verdict, 'narrower')
  }
})

test('a deny that another one covers is not missed', () => {
  const { verdict } = policyChange(
    [allow('s3:*', '*'), deny('s3:PutObject', 'arn:aws:s3:::x/*')],
    [allow('s3:*', '*'), deny('s3:Put*', 'arn:aws:s3:::x*')],
  )
  assert.equal(verdict, 'narrower')
})

test('a deny under a condition that an allow rules out changes nothing', () => {
  const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
  const { verdict } = policyChange(
    [
      allow('s3:*', '*', withMfa),
      deny('s3:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    ],
    [allow('s3:*', '*', withMfa)],
  )
  assert.equal(verdict, 'same access')
})

test('NotAction and NotResource are what they leave', () => {
  const but = (NotAction: string[], more: object = {}) => ({
    Effect: 'Allow',
    NotAction,
    Resource: '*',
    ...more,
  })
  const fewer = policyChange([but(['iam:*'])], [but(['iam:*', 'sts:*'])])
  assert.equal(fewer.verdict, 'narrower')
  assert.ok(actionNames(fewer.access.lost.actions).every((name) => name.startsWith('sts:')))
  const notBucket = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    NotResource: 'arn:aws:s3:::secret/*',
  }
  const listed = policyChange([notBucket], [allow('s3:GetObject', OBJECTS)])
  assert.equal(listed.verdict, 'narrower')
  const { access } = policyChange([notBucket], [allow('s3:GetObject', 'arn:aws:s3:::*')])
  assert.deepEqual(access.gained.reach[0]?.resources, ['arn:aws:s3:::*'])
  assert.equal(access.gained.reach[0].witness !== undefined, true)
})

test('a wildcard counts even when it matches nothing new today', () => {
  const { access, verdict } = policyChange(
    [allow(['s3:GetObject'], OBJECTS)],
    [allow(['s3:GetObjec?'], OBJECTS)],
  )
  assert.equal(verdict, 'wider')
  const [wildcard] = access.gained.wildcards
  assert.deepEqual(
    [wildcard?.pattern, wildcard?.matchesNow, wildcard?.newNow],
    ['s3:GetObjec?', 1, 0],
  )
  assert.equal(
    policyChange([allow('s3:*', '*')], [allow('s3:Get*', '*')]).access.gained.wildcards.length,
    0,
  )
})

test('what the action table does not have is compared all the same', () => {
  const { access, verdict } = policyChange(
    [allow('s3:GetObject', OBJECTS)],
    [allow(['s3:GetObject', 'newservice:DoIt', 'other:*'], '*')],
  )
  assert.equal(verdict, 'wider')
  const unknown = access.gained.actions.filter(({ level }) => level === 'unknown')
  assert.deepEqual(actionNames(unknown), ['newservice:DoIt', 'other:*'])
  assert.equal(gains(policyChange([allow('other:*', '*')], [allow('other:Do', '*')])), 0)
})

test('variables are equal to themselves alone', () => {
  const own = 'arn:aws:s3:::home/${aws:username}/*'
  assert.equal(gains(policyChange([allow('s3:GetObject', own)], [allow('s3:GetObject', own)])), 0)
  assert.equal(
    policyChange([allow('s3:GetObject', own)], [allow('s3:GetObject', 'arn:aws:s3:::home/*')])
      .verdict,
    'wider',
  )
  assert.equal(
    policyChange([allow('s3:GetObject', 'arn:aws:s3:::home/*')], [allow('s3:GetObject', own)])
      .verdict,
    'narrower',
  )
})

test('what cannot be decided counts as wider and is said to be open', () => {
  // Together the two cover all, but neither does alone.
  const { access, verdict } = policyChange(
    [
      allow('s3:GetObject', OBJECTS, { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
      allow('s3:GetObject', OBJECTS, { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    ],
    [allow('s3:GetObject', OBJECTS)],
  )
  assert.equal(verdict, 'wider')
  assert.equal(access.gained.conditions[0]?.witness !== undefined, false)
  assert.match(access.notSeen.join(), /s3:GetObject reach further could not be decided/)
})

function gains({ access }: RoleComparison): number {
  return actionNames(access.gained.actions).length + access.gained.reach.length
}
