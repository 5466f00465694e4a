import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { BUCKET, codeOf, startStage } from './stage.ts'

const AT = { Bucket: BUCKET, Key: 'k' }

test('an object is kept with its type, its metadata, its encryption and its tags', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({
    ...AT,
    Body: 'hello',
    ContentType: 'text/plain',
    ContentEncoding: 'identity',
    CacheControl: 'no-store',
    Metadata: { nonce: 'a b' },
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1',
    Tagging: 'team=blue',
  })
  const head = await s3.headObject(AT)
  assert.equal(head.ContentLength, 5)
  assert.equal(head.ContentType, 'text/plain')
  assert.equal(head.ContentEncoding, 'identity')
  assert.equal(head.CacheControl, 'no-store')
  assert.deepEqual(head.Metadata, { nonce: 'a b' })
  assert.equal(head.ServerSideEncryption, 'aws:kms')
  assert.equal(head.ETag, '"5d41402abc4b2a76b9719d911017c592"')
  const { TagSet } = await s3.getObjectTagging(AT)
  assert.deepEqual(TagSet, [{ Key: 'team', Value: 'blue' }])
  await s3.putObject({ ...AT, Body: 'x' })
  assert.equal((await s3.headObject(AT)).ServerSideEncryption, 'AES256')
})

test('keys may hold whatever UTF-8 holds, in every operation', async (t) => {
  const { s3 } = await startStage(t)
  const keys = [
    'a b/c',
    'ü:@=&+$,;?',
    'quote\'"()!*',
    'tab\there',
    '日本/語',
    '😀',
    '%41',
    'a//b',
    '..',
  ]
  for (const Key of keys) {
    await s3.putObject({ Bucket: BUCKET, Key, Body: Key })
    const { Body } = await s3.getObject({ Bucket: BUCKET, Key })
    assert.equal(await Body?.transformToString(), Key)
  }
  const { Contents } = await s3.listObjectsV2({ Bucket: BUCKET })
  assert.deepEqual(new Set(Contents?.map(({ Key }) => Key)), new Set(keys))
  await s3.deleteObjects({ Bucket: BUCKET, Delete: { Objects: keys.map((Key) => ({ Key })) } })
  assert.equal((await s3.listObjectsV2({ Bucket: BUCKET })).KeyCount, 0)
})

test('of fifty who create one key at once, one wins, and its body stays', async (t) => {
  const { s3 } = await startStage(t)
  for (let round = 0; round < 5; round += 1) {
    const Key = `race-${round}`
    const bodies = Array.from({ length: 50 }, (_, index) => `writer ${index}`)
    const results = await Promise.allSettled(
      bodies.map((Body) => s3.putObject({ Bucket: BUCKET, Key, Body, IfNoneMatch: '*' })),
    )
    const winners = bodies.filter((_, index) => results[index]?.status === 'fulfilled')
    assert.equal(winners.length, 1)
    const { Body } = await s3.getObject({ Bucket: BUCKET, Key })
    assert.equal(await Body?.transformToString(), winners[0])
  }
})

test('of fifty who replace one version at once, one wins', async (t) => {
  const { s3 } = await startStage(t)
  const { ETag } = await s3.putObject({ ...AT, Body: 'first' })
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      s3.putObject({ ...AT, Body: `writer ${index}`, IfMatch: ETag }),
    ),
  )
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('conditions answer as those of S3', async (t) => {
  const { s3 } = await startStage(t)
  const write = (more: object) => s3.putObject({ ...AT, Body: 'x', ...more })
  assert.equal(await codeOf(write({ IfMatch: '"0"' })), 'NoSuchKey 404')
  const { ETag = '' } = await write({ IfNoneMatch: '*' })
  assert.equal(await codeOf(write({ IfNoneMatch: '*' })), 'PreconditionFailed 412')
  assert.equal(await codeOf(write({ IfMatch: '"0"' })), 'PreconditionFailed 412')
  assert.equal(await codeOf(write({ IfNoneMatch: ETag })), 'NotImplemented 501')
  await write({ IfMatch: ETag.replaceAll('"', '') })
  assert.match(await codeOf(s3.getObject({ ...AT, IfNoneMatch: ETag })), / 304$/)
  assert.equal(await codeOf(s3.getObject({ ...AT, IfMatch: '"0"' })), 'PreconditionFailed 412')
  await s3.getObject({ ...AT, IfMatch: ETag })
  assert.equal(await codeOf(s3.deleteObject({ ...AT, IfMatch: '"0"' })), 'PreconditionFailed 412')
  await s3.deleteObject({ ...AT, IfMatch: ETag })
  assert.equal(await codeOf(s3.deleteObject({ ...AT, IfMatch: ETag })), 'NoSuchKey 404')
  await s3.deleteObject(AT)
})

test('a range gives the part, and what lies outside of the object is refused', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({ ...AT, Body: '0123456789' })
  const read = async (Range: string) => {
    const { Body, ContentRange } = await s3.getObject({ ...AT, Range })
    return [await Body?.transformToString(), ContentRange]
  }
  assert.deepEqual(await read('bytes=2-4'), ['234', 'bytes 2-4/10'])
  assert.deepEqual(await read('bytes=8-'), ['89', 'bytes 8-9/10'])
  assert.deepEqual(await read('bytes=-3'), ['789', 'bytes 7-9/10'])
  assert.deepEqual(await read('bytes=5-99'), ['56789', 'bytes 5-9/10'])
  assert.equal(await codeOf(s3.getObject({ ...AT, Range: 'bytes=10-' })), 'InvalidRange 416')
})

test('every checksum is verified, kept and answered', async (t) => {
  const { s3 } = await startStage(t)
  // Check values of the algorithms for the ASCII text 123456789.
  const right = {
    ChecksumCRC32: 'y/Q5Jg==',
    ChecksumCRC32C: '4waSgw==',
    ChecksumCRC64NVME: 'rosUhgp5mIg=',
    ChecksumSHA1: '98O8HYCOBHMq32eZZczDTKeuNEE=',
    ChecksumSHA256: 'FeKw08M4kZbtVSYrQ6VDwdxdxdQUZaOCbbZ8fEtsQiU=',
  }
  for (const [name, value] of Object.entries(right)) {
    const sum = { [name]: value }
    if (name === 'ChecksumSHA256') {
      const wrong = { [name]: right.ChecksumSHA256.replace('F', 'G') }
      assert.equal(
        await codeOf(s3.putObject({ ...AT, Body: '123456789', ...wrong })),
        'BadDigest 400',
      )
      continue
    }
    await s3.putObject({ ...AT, Body: '123456789', ...sum })
    const head = await s3.headObject({ ...AT, ChecksumMode: 'ENABLED' })
    assert.equal((head as unknown as Record<string, unknown>)[name], value)
    const refused = s3.putObject({ ...AT, Body: '123456780', ...sum })
    assert.equal(await codeOf(refused), 'BadDigest 400', name)
  }
  const ContentMD5 = 'AAAAAAAAAAAAAAAAAAAAAA=='
  assert.equal(await codeOf(s3.putObject({ ...AT, Body: 'x', ContentMD5 })), 'BadDigest 400')
})

test('a listing comes in pages, in the order of bytes, with prefixes folded', async (t) => {
  const { s3 } = await startStage(t)
  const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'b0', 'd/', 'd/4', 'é', '\uffee', '😀']
  for (const Key of keys) await s3.putObject({ Bucket: BUCKET, Key, Body: 'x' })
  for (const pageSize of [1, 2, 3, 1000]) {
    const seen: (string | undefined)[] = []
    for await (const page of paginateListObjectsV2({ client: s3, pageSize }, { Bucket: BUCKET })) {
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key))
    }
    assert.deepEqual(seen, keys)
    const folded: (string | undefined)[] = []
    const query = { Bucket: BUCKET, Delimiter: '/' }
    for await (const page of paginateListObjectsV2({ client: s3, pageSize }, query)) {
      folded.push(...(page.Contents ?? []).map(({ Key }) => Key))
      folded.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix))
    }
    assert.deepEqual(folded.sort(), ['a', 'b/', 'b0', 'd/', 'é', '\uffee', '😀'].sort())
  }
  const after = await s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'b/', StartAfter: 'b/1' })
  assert.deepEqual(
    after.Contents?.map(({ Key }) => Key),
    ['b/2', 'b/c/3'],
  )
  const encoded = await s3.listObjectsV2({ Bucket: BUCKET, EncodingType: 'url', Prefix: 'é' })
  assert.equal(encoded.Contents?.[0]?.Key, '%C3%A9')
  const old = await s3.listObjects({ Bucket: BUCKET, MaxKeys: 2 })
  assert.equal(old.NextMarker, 'b/1')
  const none = await s3.listObjectsV2({ Bucket: BUCKET, MaxKeys: 0 })
  assert.deepEqual([none.KeyCount, none.IsTruncated], [0, false])
})
