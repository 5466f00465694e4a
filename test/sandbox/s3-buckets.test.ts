import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routeS3 } from '../../sandbox/s3/route.ts'
import { BUCKET, codeOf, startStage } from './stage.ts'

const AT = { Bucket: BUCKET, Key: 'k' }

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
