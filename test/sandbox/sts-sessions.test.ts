import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRole, addUser, codeOf, document, keysOf, policy, startStage } from './stage.ts'

const EVERYTHING = policy('Allow', '*')
const ACCOUNT = '123456789012'

test('a source identity goes on to the next session, and a deny by it ends both', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const assume = { RoleArn: arn, RoleSessionName: 'me' }
  const one = stage.as(keysOf(await stage.sts.assumeRole({ ...assume, SourceIdentity: 'lease-1' })))
  const second = await one.sts.assumeRole(assume)
  assert.equal(second.SourceIdentity, 'lease-1')
  const change = one.sts.assumeRole({ ...assume, SourceIdentity: 'lease-2' })
  assert.equal(await codeOf(change), 'AccessDenied 403')
  const deny = policy('Deny', '*', '*', { StringEquals: { 'aws:SourceIdentity': 'lease-1' } })
  await stage.iam.putRolePolicy({ RoleName: 'worker', PolicyName: 'no', PolicyDocument: deny })
  assert.equal(await codeOf(one.s3.listBuckets()), 'AccessDenied 403')
  assert.equal(await codeOf(stage.as(keysOf(second)).s3.listBuckets()), 'AccessDenied 403')
})

test('session tags need their right, are seen by conditions, and transitive ones go on', async (t) => {
  const stage = await startStage(t)
  const allowed = policy('Allow', ['s3:*', 'sts:*'], '*', {
    StringEquals: { 'aws:PrincipalTag/team': 'blue' },
  })
  const { arn } = await addRole(stage, 'worker', allowed)
  const onlyAssume = document({
    Effect: 'Allow',
    Principal: { AWS: ACCOUNT },
    Action: 'sts:AssumeRole',
  })
  const untaggable = await addRole(stage, 'plain', allowed, onlyAssume)
  const tagged = (RoleArn: string, Value: string, more: object = {}) =>
    stage.sts.assumeRole({
      RoleArn,
      RoleSessionName: 'me',
      Tags: [{ Key: 'team', Value }],
      ...more,
    })
  assert.equal(await codeOf(tagged(untaggable.arn, 'blue')), 'AccessDenied 403')
  const red = stage.as(keysOf(await tagged(arn, 'red')))
  assert.equal(await codeOf(red.s3.listBuckets()), 'AccessDenied 403')
  const assume = { RoleArn: arn, RoleSessionName: 'me' }
  const passing = stage.as(keysOf(await tagged(arn, 'blue')))
  const lost = stage.as(keysOf(await passing.sts.assumeRole(assume)))
  assert.equal(await codeOf(lost.s3.listBuckets()), 'AccessDenied 403')
  const lasting = stage.as(keysOf(await tagged(arn, 'blue', { TransitiveTagKeys: ['team'] })))
  const kept = stage.as(keysOf(await lasting.sts.assumeRole(assume)))
  await kept.s3.listBuckets()
  const again = lasting.sts.assumeRole({ ...assume, Tags: [{ Key: 'team', Value: 'red' }] })
  assert.equal(await codeOf(again), 'InvalidParameterValue 400')
})

test('tags of a session are at most 50, without a key twice', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const assume = (Tags: { Key: string; Value: string }[]) =>
    stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me', Tags })
  const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }))
  await assume(tags.slice(1))
  assert.equal(await codeOf(assume(tags)), 'ValidationError 400')
  const twice = assume([
    { Key: 'team', Value: 'a' },
    { Key: 'Team', Value: 'b' },
  ])
  assert.match(await codeOf(twice), / 400$/)
})

test('federated users may call neither IAM nor STS, except to ask who they are', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const fed = stage.as(
    keysOf(await stage.sts.getFederationToken({ Name: 'fed', Policy: EVERYTHING })),
  )
  await fed.sts.getCallerIdentity()
  await fed.s3.listBuckets()
  assert.equal(await codeOf(fed.iam.listUsers()), 'InvalidClientTokenId 403')
  const assume = fed.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' })
  assert.equal(await codeOf(assume), 'AccessDenied 403')
  assert.equal(await codeOf(fed.sts.getFederationToken({ Name: 'two' })), 'AccessDenied 403')
  assert.equal(await codeOf(fed.sts.getSessionToken({})), 'AccessDenied 403')
})

test('sessions of GetSessionToken may assume roles, but without MFA not call IAM', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const session = stage.as(keysOf(await stage.sts.getSessionToken({})))
  await session.s3.listBuckets()
  await session.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' })
  assert.equal(await codeOf(session.iam.listUsers()), 'InvalidClientTokenId 403')
  assert.equal(await codeOf(session.sts.getSessionToken({})), 'AccessDenied 403')
  assert.equal(await codeOf(session.sts.getFederationToken({ Name: 'fed' })), 'AccessDenied 403')
})

test('GetSessionToken needs no right, and no policy forbids it; GetFederationToken needs one', async (t) => {
  const stage = await startStage(t)
  const ann = stage.as(await addUser(stage, 'ann', policy('Deny', '*')))
  await ann.sts.getSessionToken({})
  assert.equal(await codeOf(ann.sts.getFederationToken({ Name: 'fed' })), 'AccessDenied 403')
})

test('a session of a role that is deleted is no more, even if the role is made again', async (t) => {
  const stage = await startStage(t)
  const { arn } = await addRole(stage, 'worker', EVERYTHING)
  const session = stage.as(
    keysOf(await stage.sts.assumeRole({ RoleArn: arn, RoleSessionName: 'me' })),
  )
  await stage.iam.deleteRolePolicy({ RoleName: 'worker', PolicyName: 'own' })
  await stage.iam.deleteRole({ RoleName: 'worker' })
  await addRole(stage, 'worker', EVERYTHING)
  assert.equal(await codeOf(session.s3.listBuckets()), 'InvalidAccessKeyId 403')
})

test('GetAccessKeyInfo tells the account of a key', async (t) => {
  const stage = await startStage(t)
  const { accessKeyId } = await addUser(stage, 'ann')
  const { Account } = await stage.sts.getAccessKeyInfo({ AccessKeyId: accessKeyId })
  assert.equal(Account, ACCOUNT)
})

test('in another partition ARNs name it', async (t) => {
  const stage = await startStage(t, { partition: 'aws-cn', accountId: '210987654321' })
  const { Arn } = await stage.sts.getCallerIdentity()
  assert.equal(Arn, 'arn:aws-cn:iam::210987654321:user/daypass-root')
})
