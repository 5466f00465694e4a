import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDaypassError } from '../../core/errors.ts'
import type { S3Location, StateLocation } from '../../state/location.ts'
import { formatStateUrl, parseStateUrl } from '../../state/state-url.ts'

const LOWER = Array.from('abcdefghijklmnopqrstuvwxyz0123456789')
const text = (units: readonly string[], minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength })
const buckets = fc
  .tuple(text(LOWER, 1, 1), text([...LOWER, '-'], 1, 40), text(LOWER, 1, 1))
  .map((parts) => parts.join(''))
  .filter((bucket) => !bucket.startsWith('xn--') && !bucket.endsWith('--x-s3'))
const prefixes = fc
  .array(text([...LOWER, 'A', '_', '-', '!', '*', "'", '(', ')', '@', '=', '+', ':', ','], 1, 10))
  .map((parts) => parts.join('/'))
const arns = fc.constantFrom(
  'alias/state',
  '1234abcd-12ab-34cd-56ef-1234567890ab',
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
)
const encryptions = fc.oneof(
  fc.constant({}),
  fc.constant({ encryption: 'AES256' as const }),
  fc.constant({ encryption: 'aws:kms' as const }),
  arns.map((kmsKeyId) => ({ encryption: 'aws:kms' as const, kmsKeyId })),
)
const s3Locations: fc.Arbitrary<S3Location> = fc
  .tuple(
    fc.record(
      {
        kind: fc.constant('s3' as const),
        bucket: buckets,
        prefix: prefixes,
        region: fc.constantFrom('eu-central-1', 'cn-north-1', 'us-gov-west-1'),
        endpoint: fc.constantFrom(
          'http://127.0.0.1:7480',
          'https://s3.example.com',
          'http://[::1]:9000/',
          'https://gateway.example.com/storage/s3',
        ),
        expectedBucketOwner: fc.constant('111122223333'),
        pathStyle: fc.boolean(),
      },
      { requiredKeys: ['kind', 'bucket', 'prefix'], noNullPrototype: true },
    ),
    encryptions,
  )
  .map(([location, encryption]) => ({ ...location, ...encryption }))
const directories: fc.Arbitrary<StateLocation> = fc
  .array(
    fc.string({ minLength: 1, maxLength: 8 }).filter((part) => !/[/\0]|^\.\.?$/.test(part)),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((parts) => `/${parts.join('/')}`)
  .filter((directory) => !/[\\/]$/.test(directory))
  .map((directory) => ({ kind: 'directory' as const, directory }))

test('every location can be read from its URL', () => {
  fc.assert(
    fc.property(fc.oneof(s3Locations, directories), (location) => {
      assert.deepEqual(parseStateUrl(formatStateUrl(location)), location)
    }),
    { numRuns: 2000 },
  )
})

test('no text makes the parser fail in another way than it should', () => {
  const starts = fc.constantFrom('s3://', 's3://bucket', 's3://bucket?', 'file://', 'file:///', '')
  fc.assert(
    fc.property(starts, fc.string({ maxLength: 30 }), (start, rest) => {
      try {
        const location = parseStateUrl(start + rest)
        assert.deepEqual(parseStateUrl(formatStateUrl(location)), location)
      } catch (error) {
        if (!isDaypassError(error, 'state-url-invalid')) throw error
      }
    }),
    { numRuns: 3000 },
  )
})

const read: [url: string, location: StateLocation][] = [
  ['s3://state', { kind: 's3', bucket: 'state', prefix: '' }],
  ['s3://state/', { kind: 's3', bucket: 'state', prefix: '' }],
  ['s3://state/team/prod/', { kind: 's3', bucket: 'state', prefix: 'team/prod' }],
  [
    's3://state?sse=aws:kms&kms_key_id=arn:aws:kms:eu-central-1:111122223333:key/x',
    {
      kind: 's3',
      bucket: 'state',
      prefix: '',
      encryption: 'aws:kms',
      kmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/x',
    },
  ],
  ['file:///home/ann/.daypass', { kind: 'directory', directory: '/home/ann/.daypass' }],
  ['file:///home/ann/.daypass/', { kind: 'directory', directory: '/home/ann/.daypass' }],
  ['file:///home/ann/my%20state', { kind: 'directory', directory: '/home/ann/my state' }],
]
for (const [url, location] of read) {
  test(`${url} is read`, { skip: process.platform === 'win32' && url.startsWith('file:') }, () => {
    assert.deepEqual(parseStateUrl(url), location)
  })
}

const wrong: [url: string, message: RegExp, cure: RegExp][] = [
  ['', /is not a URL/, /s3:\/\/bucket\/prefix/],
  ['./state', /is not a URL/, /file:\/\/\/home/],
  ['https://bucket/x', /begins with https:/, /s3:\/\/bucket/],
  ['s3:///x', /no valid bucket name/, /3 to 63/],
  ['s3://My_Bucket', /no valid bucket name/, /lower-case/],
  ['s3://ab', /no valid bucket name/, /3 to 63/],
  ['s3://192.168.1.1', /no valid bucket name/, /3 to 63/],
  ['s3://bucket:80/x', /no valid bucket name/, /3 to 63/],
  ['s3://a..b', /no valid bucket name/, /3 to 63/],
  ['s3://state--use1-az4--x-s3', /directory bucket/, /general purpose/],
  ['s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/x', /by its ARN/, /alias/],
  ['arn:aws:s3:::bucket', /by its ARN/, /the bucket’s name/],
  ['s3://bucket?regin=x', /unknown option regin/, /known are region, endpoint/],
  ['s3://bucket?region=x&region=y', /region twice/, /leave one/],
  ['s3://bucket?region=', /bad region/, /eu-central-1/],
  ['s3://bucket?region=EU', /bad region/, /eu-central-1/],
  ['s3://bucket?endpoint=localhost:80', /bad endpoint/, /https:\/\/s3\.example\.com/],
  ['s3://bucket?endpoint=http://u:p@h', /bad endpoint/, /https/],
  ['s3://bucket?expected_bucket_owner=12', /bad expected_bucket_owner/, /twelve digits/],
  ['s3://bucket?sse=AES', /bad sse/, /AES256 or aws:kms/],
  ['s3://bucket?kms_key_id=x', /kms_key_id without sse/, /sse=aws:kms/],
  ['s3://bucket?sse=AES256&kms_key_id=x', /kms_key_id without sse/, /sse=aws:kms/],
  ['s3://bucket?path_style=1', /bad path_style/, /true or false/],
  ['s3://bucket/a//b', /prefix/, /single slashes/],
  ['s3://bucket/a%00', /prefix/, /letters/],
  ['s3://bucket/%zz', /%-escape/, /correct/],
  ['s3://bucket/x#y', /fragment/, /leave them out/],
  ['s3://key:secret@bucket/x', /user, password or fragment/, /leave them out/],
  [`s3://bucket/${'x'.repeat(600)}`, /over 512/, /shorten/],
  ['file:state', /not absolute/, /three slashes/],
  ['file:./state', /not absolute/, /three slashes/],
  ['file://state/x', /not absolute/, /three slashes/],
  ['file:///', /names no directory/, /file:\/\/\/home/],
  ['file:///x?region=y', /has options/, /takes none/],
]
for (const [url, message, cure] of wrong) {
  test(`${JSON.stringify(url.slice(0, 60))} is refused with a cure`, () => {
    assert.throws(
      () => parseStateUrl(url),
      (error) => {
        assert.ok(isDaypassError(error, 'state-url-invalid'))
        assert.match(error.message, message)
        assert.match(error.hint ?? '', cure)
        assert.doesNotMatch(error.message, /key:secret/)
        return true
      },
    )
  })
}
