import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { GetObjectCommand, S3 } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { systemClock } from '../../core/clock.ts'
import { BUCKET, addKey, addUser, codeOf, failure, keysOf, policy, startStage } from './stage.ts'
import { presign } from './presign.ts'

const EVERYTHING = policy('Allow', '*')

test('a key that never was is refused as each service refuses it', async (t) => {
  const { as } = await startStage(t)
  const nobody = as({ accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' })
  assert.equal(await codeOf(nobody.sts.getCallerIdentity()), 'InvalidClientTokenId 403')
  assert.equal(await codeOf(nobody.iam.listUsers()), 'InvalidClientTokenId 403')
  assert.equal(await codeOf(nobody.s3.listBuckets()), 'InvalidAccessKeyId 403')
})

test('a wrong secret is refused', async (t) => {
  const { as, sandbox } = await startStage(t)
  const wrong = as({ ...sandbox.root, secretAccessKey: 'wrong' })
  assert.equal(await codeOf(wrong.sts.getCallerIdentity()), 'SignatureDoesNotMatch 403')
  assert.equal(await codeOf(wrong.iam.listUsers()), 'SignatureDoesNotMatch 403')
  assert.equal(await codeOf(wrong.s3.listBuckets()), 'SignatureDoesNotMatch 403')
})

test('an inactive key is refused until it is active again, a deleted one for ever', async (t) => {
  const stage = await startStage(t)
  const keys = await addUser(stage, 'ann', EVERYTHING)
  const { sts, s3 } = stage.as(keys)
  const key = { UserName: 'ann', AccessKeyId: keys.accessKeyId }
  await stage.iam.updateAccessKey({ ...key, Status: 'Inactive' })
  assert.equal(await codeOf(sts.getCallerIdentity()), 'InvalidClientTokenId 403')
  assert.equal(await codeOf(s3.listBuckets()), 'InvalidAccessKeyId 403')
  await stage.iam.updateAccessKey({ ...key, Status: 'Active' })
  await sts.getCallerIdentity()
  await stage.iam.deleteAccessKey(key)
  assert.equal(await codeOf(sts.getCallerIdentity()), 'InvalidClientTokenId 403')
})

test('a session ends with its time', async (t) => {
  const { as, sandbox, sts } = await startStage(t)
  const session = as(keysOf(await sts.getSessionToken({ DurationSeconds: 900 })))
  await session.s3.listBuckets()
  sandbox.clock.advance(898)
  await session.s3.listBuckets()
  sandbox.clock.advance(2)
  assert.equal(await codeOf(session.s3.listBuckets()), 'ExpiredToken 400')
  assert.match(await codeOf(session.sts.getCallerIdentity()), /^ExpiredToken\w* 403$/)
})

test('a session token that is changed, missing or of another session is refused', async (t) => {
  const { as, sts } = await startStage(t)
  const one = keysOf(await sts.getSessionToken({}))
  const other = keysOf(await sts.getSessionToken({}))
  for (const sessionToken of [`${one.sessionToken}x`, other.sessionToken]) {
    const { sts: withToken, s3 } = as({ ...one, sessionToken })
    assert.equal(await codeOf(withToken.getCallerIdentity()), 'InvalidClientTokenId 403')
    assert.equal(await codeOf(s3.listBuckets()), 'InvalidToken 400')
  }
  const { accessKeyId, secretAccessKey } = one
  const without = as({ accessKeyId, secretAccessKey })
  assert.equal(await codeOf(without.sts.getCallerIdentity()), 'InvalidClientTokenId 403')
  assert.equal(await codeOf(without.s3.listBuckets()), 'InvalidAccessKeyId 403')
})

test('a session outlives the key that asked for it, and ends with the user', async (t) => {
  const stage = await startStage(t)
  const keys = await addUser(stage, 'ann', EVERYTHING)
  const session = stage.as(keysOf(await stage.as(keys).sts.getSessionToken({})))
  await stage.iam.deleteAccessKey({ UserName: 'ann', AccessKeyId: keys.accessKeyId })
  await session.s3.listBuckets()
  await stage.iam.deleteUserPolicy({ UserName: 'ann', PolicyName: 'own' })
  await stage.iam.deleteUser({ UserName: 'ann' })
  assert.equal(await codeOf(session.s3.listBuckets()), 'InvalidAccessKeyId 403')
  await addUser(stage, 'ann', EVERYTHING)
  assert.equal(await codeOf(session.s3.listBuckets()), 'InvalidAccessKeyId 403')
})

test('a client whose clock is off by more than five minutes is refused', async (t) => {
  const { sandbox } = await startStage(t)
  const config = {
    endpoint: sandbox.url,
    credentials: sandbox.root,
    region: 'us-east-1',
    maxAttempts: 1,
    forcePathStyle: true,
  }
  for (const systemClockOffset of [-301_000, 301_000]) {
    const s3 = new S3({ ...config, systemClockOffset })
    assert.equal(await codeOf(s3.listBuckets()), 'RequestTimeTooSkewed 403')
    const { name, message } = await failure(
      new STS({ ...config, systemClockOffset }).getCallerIdentity(),
    )
    assert.equal(name, 'SignatureDoesNotMatch')
    assert.match(message, /^Signature (?:expired|not yet current): /)
  }
  await new S3({ ...config, systemClockOffset: -290_000 }).listBuckets()
})

test('after the clock was advanced, both its time and the time outside are right', async (t) => {
  const { sandbox, s3 } = await startStage(t)
  sandbox.clock.advance(86_400)
  await s3.listBuckets()
  const shifted = new S3({
    endpoint: sandbox.url,
    credentials: sandbox.root,
    region: 'us-east-1',
    maxAttempts: 1,
    forcePathStyle: true,
    systemClockOffset: 86_400_000,
  })
  await shifted.listBuckets()
})

test('a presigned URL works for its time and for what it was signed for', async (t) => {
  const { sandbox, s3 } = await startStage(t)
  await s3.putObject({ Bucket: BUCKET, Key: 'a b/ü', Body: 'hello' })
  const url = presign(sandbox, `/${BUCKET}/a%20b/%C3%BC`, 60, systemClock.now())
  assert.equal(await (await fetch(url)).text(), 'hello')
  assert.equal((await fetch(url.replace('%C3%BC', 'u'))).status, 403)
  assert.equal((await fetch(url, { method: 'DELETE' })).status, 403)
  const unsigned = { headers: { 'x-amz-acl': 'public-read' } }
  assert.match(await (await fetch(url, unsigned)).text(), /not signed/)
  sandbox.clock.advance(61)
  const expired = await fetch(url)
  assert.equal(expired.status, 403)
  assert.match(await expired.text(), /<Code>AccessDenied<.*Request has expired/)
})

test('an unsigned request is nobody: it gets what a bucket policy gives to everybody', async (t) => {
  const { sandbox, s3 } = await startStage(t)
  await s3.putObject({ Bucket: BUCKET, Key: 'open', Body: 'hello' })
  const url = `${sandbox.url}/${BUCKET}/open`
  assert.equal((await fetch(url)).status, 403)
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${BUCKET}/open`,
  }
  await s3.putBucketPolicy({
    Bucket: BUCKET,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statement }),
  })
  assert.equal(await (await fetch(url)).text(), 'hello')
  const iam = await fetch(sandbox.url, {
    method: 'POST',
    body: new URLSearchParams({ Action: 'ListUsers', Version: '2010-05-08' }),
  })
  assert.equal(iam.status, 403)
  assert.match(await iam.text(), /<Code>MissingAuthenticationToken</)
})

test('a body that streams, with its checksum behind it, arrives whole', async (t) => {
  const { s3 } = await startStage(t)
  const parts = Array.from({ length: 40 }, (_, index) => `${index}:`.padEnd(5000, '.'))
  const body = parts.join('')
  await s3.putObject({
    Bucket: BUCKET,
    Key: 'stream',
    Body: Readable.from(parts.map((part) => Buffer.from(part))),
    ContentLength: body.length,
    ChecksumAlgorithm: 'SHA256',
  })
  const { Body, ContentEncoding } = await s3.send(
    new GetObjectCommand({ Bucket: BUCKET, Key: 'stream' }),
  )
  assert.equal(await Body?.transformToString(), body)
  assert.equal(ContentEncoding, undefined)
})

test('two keys of a user work side by side, and tell when they were used', async (t) => {
  const stage = await startStage(t)
  const first = await addUser(stage, 'ann', EVERYTHING)
  const second = await addKey(stage, 'ann')
  await stage.as(first).s3.listBuckets()
  const used = await stage.iam.getAccessKeyLastUsed({ AccessKeyId: first.accessKeyId })
  assert.equal(used.UserName, 'ann')
  assert.equal(used.AccessKeyLastUsed?.ServiceName, 's3')
  const unused = await stage.iam.getAccessKeyLastUsed({ AccessKeyId: second.accessKeyId })
  assert.equal(unused.AccessKeyLastUsed?.ServiceName, 'N/A')
  await stage.as(second).s3.listBuckets()
})
