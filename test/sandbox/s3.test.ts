import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { routeS3 } from '../../sandbox/s3/route.ts'
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

test('a versioned bucket keeps versions and delete markers, and conditions see the latest', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({ ...AT, Body: 'zero' })
  await s3.putBucketVersioning({
    Bucket: BUCKET,
    VersioningConfiguration: { Status: 'Enabled' },
  })
  const { VersionId: one } = await s3.putObject({ ...AT, Body: 'one' })
  const { VersionId: marker, DeleteMarker } = await s3.deleteObject(AT)
  assert.equal(DeleteMarker, true)
  assert.equal(await codeOf(s3.getObject(AT)), 'NoSuchKey 404')
  const read = async (VersionId: string | undefined) => {
    const { Body } = await s3.getObject({ ...AT, VersionId })
    return await Body?.transformToString()
  }
  assert.equal(await read(one), 'one')
  assert.equal(await read('null'), 'zero')
  assert.equal(await codeOf(read(marker)), 'MethodNotAllowed 405')
  const { Versions, DeleteMarkers } = await s3.listObjectVersions({ Bucket: BUCKET })
  assert.deepEqual(
    Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
    [
      [one, false],
      ['null', false],
    ],
  )
  assert.deepEqual(
    DeleteMarkers?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest]),
    [[marker, true]],
  )
  await s3.putObject({ ...AT, Body: 'two', IfNoneMatch: '*' })
  assert.equal(await codeOf(s3.deleteBucket({ Bucket: BUCKET })), 'BucketNotEmpty 409')
})

test('the versions of a bucket come in pages, none twice and none lost', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putBucketVersioning({
    Bucket: BUCKET,
    VersioningConfiguration: { Status: 'Enabled' },
  })
  const written: string[] = []
  for (const Key of ['a', 'b', 'c']) {
    for (let index = 0; index < 3; index += 1) {
      const { VersionId } = await s3.putObject({ Bucket: BUCKET, Key, Body: 'x' })
      written.push(VersionId ?? '')
    }
  }
  for (const MaxKeys of [1, 2, 4, 9]) {
    const seen: string[] = []
    let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
    for (let more = true; more;) {
      const page = await s3.listObjectVersions({ Bucket: BUCKET, MaxKeys, ...next })
      seen.push(...(page.Versions ?? []).map(({ VersionId }) => VersionId ?? ''))
      next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      more = page.IsTruncated === true
    }
    assert.deepEqual(seen.toSorted(), written.toSorted(), `${MaxKeys}`)
  }
})

test('a deletion of many answers for each', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({ Bucket: BUCKET, Key: 'a', Body: 'x' })
  await s3.putObject({ Bucket: BUCKET, Key: 'b', Body: 'x' })
  const { Deleted, Errors } = await s3.deleteObjects({
    Bucket: BUCKET,
    Delete: { Objects: [{ Key: 'a' }, { Key: 'none' }, { Key: 'b', ETag: '"0"' }] },
  })
  assert.deepEqual(
    Deleted?.map(({ Key }) => Key),
    ['a', 'none'],
  )
  assert.deepEqual(
    Errors?.map(({ Key, Code }) => [Key, Code]),
    [['b', 'PreconditionFailed']],
  )
})

test('a copy keeps what it is not told to replace', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({ ...AT, Body: 'hello', ContentType: 'text/plain', Metadata: { a: '1' } })
  const CopySource = `${BUCKET}/k`
  await s3.copyObject({ Bucket: BUCKET, Key: 'copy', CopySource })
  const copy = await s3.headObject({ Bucket: BUCKET, Key: 'copy' })
  assert.deepEqual([copy.ContentType, copy.Metadata], ['text/plain', { a: '1' }])
  const over = { Bucket: BUCKET, Key: 'copy', CopySource, IfNoneMatch: '*' }
  assert.equal(await codeOf(s3.copyObject(over)), 'PreconditionFailed 412')
  const missing = { Bucket: BUCKET, Key: 'x', CopySource: `${BUCKET}/none` }
  assert.equal(await codeOf(s3.copyObject(missing)), 'NoSuchKey 404')
})

test('buckets are made, listed, found and deleted', async (t) => {
  const stage = await startStage(t, { buckets: ['one', 'two'].map((name) => `bucket-${name}`) })
  const { s3 } = stage
  await s3.createBucket({ Bucket: 'bucket-three' })
  const { Buckets } = await s3.listBuckets()
  assert.deepEqual(
    Buckets?.map(({ Name }) => Name),
    ['bucket-one', 'bucket-three', 'bucket-two'],
  )
  assert.equal(
    await codeOf(s3.createBucket({ Bucket: 'bucket-one' })),
    'BucketAlreadyOwnedByYou 409',
  )
  assert.equal(await codeOf(s3.createBucket({ Bucket: 'Bad_Name' })), 'InvalidBucketName 400')
  await s3.deleteBucket({ Bucket: 'bucket-three' })
  assert.equal(await codeOf(s3.headBucket({ Bucket: 'bucket-three' })), 'NotFound 404')
  assert.equal(await codeOf(s3.getObject({ Bucket: 'none', Key: 'k' })), 'NoSuchBucket 404')
})

test('the wrong owner of a bucket is refused', async (t) => {
  const { s3 } = await startStage(t)
  await s3.putObject({ ...AT, Body: 'x', ExpectedBucketOwner: '123456789012' })
  const wrong = { ...AT, ExpectedBucketOwner: '111111111111' }
  assert.equal(await codeOf(s3.getObject(wrong)), 'AccessDenied 403')
  assert.equal(await codeOf(s3.deleteObject(wrong)), 'AccessDenied 403')
  assert.equal(await codeOf(s3.listObjectsV2(wrong)), 'AccessDenied 403')
})

test('the settings of a bucket are kept, and 404 before', async (t) => {
  const { s3 } = await startStage(t)
  const Bucket = BUCKET
  assert.match(await codeOf(s3.getBucketPolicy({ Bucket })), /^NoSuchBucketPolicy 404/)
  assert.match(await codeOf(s3.getPublicAccessBlock({ Bucket })), / 404$/)
  await s3.putPublicAccessBlock({
    Bucket,
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  })
  const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket })
  assert.equal(PublicAccessBlockConfiguration?.BlockPublicAcls, true)
  const Rules = [
    { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix: 'x/' }, Expiration: { Days: 3 } },
  ]
  await s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } })
  const { Rules: read } = await s3.getBucketLifecycleConfiguration({ Bucket })
  assert.equal(read?.[0]?.Expiration?.Days, 3)
  await s3.deleteBucketLifecycle({ Bucket })
  assert.match(await codeOf(s3.getBucketLifecycleConfiguration({ Bucket })), / 404$/)
  const bad = s3.putBucketPolicy({ Bucket, Policy: '{}' })
  assert.equal(await codeOf(bad), 'MalformedPolicy 400')
})

test('a large object comes in parts, and is there only when they are put together', async (t) => {
  const { s3 } = await startStage(t)
  const { UploadId } = await s3.createMultipartUpload({ ...AT, ContentType: 'text/plain' })
  const upload = { ...AT, UploadId }
  const one = await s3.uploadPart({ ...upload, PartNumber: 1, Body: 'hello ' })
  const two = await s3.uploadPart({ ...upload, PartNumber: 2, Body: 'world' })
  assert.equal(await codeOf(s3.headObject(AT)), 'NotFound 404')
  const Parts = [one, two].map(({ ETag }, index) => ({ ETag, PartNumber: index + 1 }))
  const { ETag } = await s3.completeMultipartUpload({ ...upload, MultipartUpload: { Parts } })
  assert.match(ETag ?? '', /-2"$/)
  const { Body } = await s3.getObject(AT)
  assert.equal(await Body?.transformToString(), 'hello world')
  assert.equal(await codeOf(s3.abortMultipartUpload(upload)), 'NoSuchUpload 404')
})

test('the bucket may stand in the name of the host', () => {
  const at = (host: string, path: string) => {
    const { bucket, key } = routeS3({
      method: 'GET',
      path,
      query: [],
      headers: { host },
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
    })
    return [bucket, key]
  }
  assert.deepEqual(at('my.bucket.localhost:99', '/a%20b/c'), ['my.bucket', 'a b/c'])
  assert.deepEqual(at('bucket.127.0.0.1', '/'), ['bucket', ''])
  assert.deepEqual(at('127.0.0.1:99', '/bucket/a/b'), ['bucket', 'a/b'])
  assert.deepEqual(at('localhost', '/bucket'), ['bucket', ''])
})

test('what S3 has and the sandbox has not is answered as not implemented', async (t) => {
  const { s3 } = await startStage(t)
  assert.equal(await codeOf(s3.getObjectAcl(AT)), 'NotImplemented 501')
  assert.equal(await codeOf(s3.getBucketWebsite({ Bucket: BUCKET })), 'NotImplemented 501')
})
