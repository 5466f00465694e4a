/** Refusals of S3 servers that would send people the wrong way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { S3Location } from '../../state/location.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'

const location: S3Location = {
  kind: 's3',
  bucket: 'daypass-state',
  prefix: 'p',
  endpoint: 'http://127.0.0.1:9',
}

/** A store whose every request ends with a server's refusal in its own words. */
function refusing(
  status: number,
  name: string,
  message: string,
  changes: Partial<S3Location> = {},
) {
  const reply = { name, $metadata: { httpStatusCode: status } }
  const credentials = () => Promise.reject(Object.assign(new Error(message), reply))
  return s3Objects({ ...location, ...changes }, { clock: systemClock, credentials })
}

const encrypted = { encryption: 'AES256' } as const
const NO_KMS = 'Server side encryption specified but KMS is not configured'

const REFUSALS: [what: string, objects: ReturnType<typeof refusing>, cure: RegExp][] = [
  [
    'MinIO without a KMS',
    refusing(501, 'NotImplemented', NO_KMS, encrypted),
    /cannot encrypt as sse asks/,
  ],
  [
    'MinIO of two layers of encryption',
    refusing(400, 'InvalidArgument', 'The encryption method is not supported', encrypted),
    /cannot encrypt as sse asks/,
  ],
  [
    'S3 of a KMS key that is not there',
    refusing(400, 'KMS.NotFoundException', 'Invalid keyId', encrypted),
    /check the KMS key/,
  ],
  [
    'S3 of a KMS key that may not be used',
    refusing(403, 'AccessDenied', 'not authorized to perform: kms:GenerateDataKey', encrypted),
    /allow kms:GenerateDataKey and kms:Decrypt/,
  ],
  [
    'a bucket whose policy asks for encryption',
    refusing(403, 'AccessDenied', 'with an explicit deny in a resource-based policy'),
    /sse=AES256 or sse=aws:kms/,
  ],
  [
    'a server that knows no CRC32, in its message',
    refusing(400, 'InvalidArgument', "Unsupported header 'x-amz-sdk-checksum-algorithm'"),
    /knows no CRC32/,
  ],
  [
    'a server that knows no CRC32, in its code',
    refusing(501, 'UnsupportedChecksum', ''),
    /knows no CRC32/,
  ],
  [
    'a bucket that is not empty, with a 409 that is no race',
    refusing(409, 'BucketNotEmpty', ''),
    /check the settings/,
  ],
]

for (const [what, objects, cure] of REFUSALS) {
  test(`a write refused by ${what} is not said to be of conditions, and has the cure`, async () => {
    for (const condition of [undefined, { absent: true } as const]) {
      const error = await objects.put('k', '', condition).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      assert.ok(isDaypassError(error, 'state-denied'), String(error))
      assert.match(error.hint ?? '', cure)
    }
  })
}

test('a lost race is a conflict, as 412 or as 304', async () => {
  for (const status of [412, 304]) {
    const objects = refusing(status, 'NotModified', '')
    assert.equal(await objects.put('k', '', { absent: true }), 'conflict')
    assert.equal(await objects.put('k', '', { version: 'x' }), 'conflict')
  }
})

test('a bucket in another region is an error of the URL, with the region', async () => {
  const elsewhere = Object.assign(new Error('moved'), {
    name: 'PermanentRedirect',
    $metadata: { httpStatusCode: 301 },
    $response: { headers: { 'x-amz-bucket-region': 'eu-west-3' } },
  })
  const credentials = () => Promise.reject(elsewhere)
  const objects = s3Objects(location, { clock: systemClock, credentials })
  await assert.rejects(objects.get('k'), (error) => {
    assert.ok(isDaypassError(error, 'state-url-invalid'))
    assert.match(error.hint ?? '', /\?region=eu-west-3/)
    return true
  })
})
