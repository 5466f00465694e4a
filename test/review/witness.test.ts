/** Everyday loosenings: each is shown by a request that was denied and is allowed. Its way back is no widening. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allow, deny, of, review, user } from './rules/judge-roles.ts'
import { policyChange } from './stage.ts'

const when = (Condition: object) => [allow('s3:GetObject', 'arn:aws:s3:::b/*', { Condition })]
const unless = (Condition: object) => [allow('s3:*'), deny('s3:*', '*', { Condition })]
const IP = (...ranges: readonly string[]) => ({ IpAddress: { 'aws:SourceIp': ranges } })
const REGIONS = (...names: readonly string[]) => ({
  StringEquals: { 'aws:RequestedRegion': names },
})
const TAGS = { 'aws:TagKeys': ['team', 'env'] }
const BY = (...arns: readonly string[]) => ({
  StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
  ArnNotLike: { 'aws:PrincipalArn': arns.map((arn) => `arn:aws:iam::*:role/${arn}`) },
})
const MFA = 'aws:MultiFactorAuthPresent'

const LOOSENINGS: Readonly<Record<string, readonly [readonly object[], readonly object[]]>> = {
  'every address beside a range': [when(IP('10.0.0.0/8')), when(IP('10.0.0.0/8', '0.0.0.0/0'))],
  'the range that documentation holds': [when(IP('203.0.113.0/25')), when(IP('203.0.113.0/24'))],
  'a range of IPv6': [when(IP('2001:db8::/64')), when(IP('2001:db8::/56'))],
  'BoolIfExists instead of Bool': [
    when({ Bool: { [MFA]: 'true' } }),
    when({ BoolIfExists: { [MFA]: 'true' } }),
  ],
  'a region more, behind': [when(REGIONS('eu-west-1')), when(REGIONS('eu-west-1', 'us-east-1'))],
  'a region more, in front': [when(REGIONS('eu-west-1')), when(REGIONS('us-east-1', 'eu-west-1'))],
  'a pattern more': [
    when({ StringLike: { 's3:prefix': ['a/*'] } }),
    when({ StringLike: { 's3:prefix': ['a/*', 'b/*'] } }),
  ],
  'a deny with a value less': [
    unless({ StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }),
    unless({ StringEquals: { 'aws:SourceVpce': ['vpce-1'] } }),
  ],
  'ForAllValues dropped': [
    when({ 'ForAllValues:StringEquals': TAGS }),
    when({ 'ForAnyValue:StringEquals': TAGS }),
  ],
  'an exception of a deny that fits more': [unless(BY('acc-*')), unless(BY('acc*'))],
  'an exception of a deny more': [unless(BY('acc-*')), unless(BY('acc-*', 'audit'))],
  'an exception by tag': [
    unless({ StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    unless({
      StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1', 'aws:PrincipalTag/free': 'true' },
    }),
  ],
  'a variable in a resource': [
    [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/a/*')],
    [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/*')],
  ],
  'a number higher': [
    when({ NumericLessThan: { 's3:max-keys': '10' } }),
    when({ NumericLessThan: { 's3:max-keys': '11' } }),
  ],
  'a date later': [
    when({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }),
    when({ DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }),
  ],
}

for (const [what, [before, after]] of Object.entries(LOOSENINGS)) {
  test(`${what} is wider for certain, with the request that shows it, and the way back is not`, async () => {
    const { access, verdict } = policyChange(before, after)
    const { reach, conditions, denies } = access.gained
    assert.equal(verdict, 'wider')
    const found = [...reach, ...conditions, ...denies]
    assert.ok(found.length > 0)
    for (const { witness } of found) assert.notEqual(witness, undefined)
    assert.deepEqual(access.notSeen, [])
    if (conditions.length + denies.length === 0) return
    const { findings } = await review({ x: user(...(before as [])) }, { x: user(...(after as [])) })
    const told = [...of('ACC004', findings), ...of('ACC005', findings)]
    assert.ok(
      told.some(({ blocks, reason }) => blocks && reason.includes('was denied, is allowed: s3:')),
    )
  })
}

test('ArnLike and StringLike of one pattern are the same', () => {
  const pattern = { 'ram:PermissionArn': 'arn:aws:ram::aws:permission/Enabled*' }
  const [texts, arns] = [when({ StringLike: pattern }), when({ ArnLike: pattern })]
  assert.equal(policyChange(texts, arns).verdict, 'same access')
  assert.equal(policyChange(arns, texts).verdict, 'same access')
})

test('what could not be decided keeps its weight', async () => {
  const region = { 'aws:RequestedRegion': 'eu-west-1' }
  const before = [
    allow('s3:GetObject', '*', { Condition: { StringEquals: region } }),
    allow('s3:GetObject', '*', { Condition: { StringNotEquals: region } }),
  ]
  const { findings } = await review({ x: user(...before) }, { x: user(allow('s3:GetObject')) })
  const [told] = of('ACC004', findings)
  assert.deepEqual([told?.severity, told?.blocks], ['error', true])
  assert.match(told?.reason ?? '', /could not be decided for certain, and counts as if/)
})
