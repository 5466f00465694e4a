import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { systemClock } from '../../core/clock.ts'
import { type ErrorCode, isDaypassError } from '../../core/errors.ts'
import { end } from '../../core/lease/lease.ts'
import type { FaultEffect } from '../../sandbox/faults.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { addVersion } from '../../sandbox/world/bucket.ts'
import { leaseStore } from '../../state/leases.ts'
import type { S3Location } from '../../state/location.ts'
import { newNonce, putWithNonce } from '../../state/documents/nonce.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'
import { active } from '../contract/lease-store.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'

const sandbox = await startSandbox()
cleanForEachTest(sandbox)
after(async () => {
  await sandbox.stop()
})

const location: S3Location = {
  kind: 's3',
  bucket: 'daypass-state',
  prefix: 'p',
  endpoint: sandbox.url,
}
/** Waits between repeated writes pass at once. */
const clock = { ...systemClock, sleep: () => Promise.resolve() }
const open = (changes: Partial<S3Location> = {}, credentials: object = sandbox.root) =>
  s3Objects(
    { ...location, ...changes },
    {
      clock,
      credentials: credentials as typeof sandbox.root,
    },
  )
const newKey = () => newNonce((size) => randomBytes(size))

const internal = { kind: 'status', status: 500, code: 'InternalError' } as const
const slowDown = { kind: 'status', status: 503, code: 'SlowDown' } as const
const undecided = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' } as const
const dropBefore = { kind: 'drop-before' } as const
const dropAfter = { kind: 'drop-after' } as const

const passing: readonly FaultEffect[] = [internal, slowDown, undecided, dropBefore, dropAfter]
for (const effect of passing) {
  const what = 'code' in effect ? effect.code : effect.kind
  test(`a write that meets ${what} once is known to have happened`, async () => {
    const objects = open()
    const key = newKey()
    sandbox.faults.add({ service: 's3', action: 'PutObject', nth: 1, effect })
    const first = await putWithNonce(objects, key, 'one', { absent: true })
    assert.notEqual(first, 'conflict')
    sandbox.faults.clear()
    sandbox.faults.add({ service: 's3', action: 'PutObject', nth: 1, effect })
    const before = (await objects.get(key)) ?? { version: '' }
    const second = await putWithNonce(objects, key, 'two', { version: before.version })
    assert.notEqual(second, 'conflict')
    const found = await objects.get(key)
    assert.deepEqual(found, { body: 'two', ...(second as object) })
  })
}

test('a write whose reply is lost every time is found by its nonce', async () => {
  const objects = open()
  const key = newKey()
  sandbox.faults.add({ service: 's3', action: 'PutObject', effect: dropAfter })
  assert.notEqual(await putWithNonce(objects, key, 'mine', { absent: true }), 'conflict')
  assert.equal(await putWithNonce(objects, key, 'other', { absent: true }), 'conflict')
})

test('a write that never gets an answer is of unknown outcome, and a read unavailable', async () => {
  const objects = open()
  sandbox.faults.add({ service: 's3', effect: dropBefore })
  await rejects(objects.put(newKey(), ''), 'outcome-unknown')
  await rejects(putWithNonce(objects, newKey(), '', { absent: true }), 'outcome-unknown')
  await rejects(objects.get(newKey()), 'state-unavailable')
  await rejects(objects.remove([newKey()]), 'state-unavailable')
  await rejects(firstOf(objects.list('')), 'state-unavailable')
})

test('a write that S3 will not decide on is given up as not done', async () => {
  sandbox.faults.add({ service: 's3', effect: undecided })
  await rejects(open().put(newKey(), '', { absent: true }), 'state-unavailable')
})

const foreign = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }
const failures: [what: string, store: ReturnType<typeof open>, code: ErrorCode, words: RegExp][] = [
  [
    'a bucket that is not there',
    open({ bucket: 'no-such-bucket' }),
    'state-not-found',
    /create the bucket no-such-bucket/,
  ],
  [
    'the bucket of another account',
    open({ expectedBucketOwner: '999999999999' }),
    'state-denied',
    /belongs to 999999999999/,
  ],
  ['an unknown access key', open({}, foreign), 'state-denied', /renew the AWS credentials/],
  [
    'a wrong secret key',
    open({}, { ...sandbox.root, secretAccessKey: 'wrong' }),
    'state-denied',
    /renew the AWS credentials/,
  ],
  [
    'a server that is not there',
    open({ endpoint: 'http://127.0.0.1:9' }),
    'state-unavailable',
    /ECONNREFUSED/,
  ],
  [
    'credentials that cannot be had',
    open({}, async () => {
      await Promise.resolve()
      throw Object.assign(new Error('none found'), { name: 'CredentialsProviderError' })
    }),
    'aws-credentials-missing',
    /none found/,
  ],
]
for (const [what, objects, code, words] of failures) {
  test(`${what} is ${code}, whatever is asked`, async () => {
    const key = newKey()
    for (const work of [
      () => objects.get(key),
      () => objects.put(key, ''),
      () => objects.put(key, '', { version: 'x' }),
      () => objects.remove([key]),
      () => objects.remove([key, `${key}2`]),
      () => firstOf(objects.list('')),
    ]) {
      const error = await rejects(work(), code)
      assert.match(`${error.message}\n${error.hint ?? ''}`, words)
    }
  })
}

test('what is denied is told with the right that is missing', async () => {
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  sandbox.faults.add({ service: 's3', effect: denied })
  const objects = open()
  const rights: [work: () => Promise<unknown>, right: RegExp][] = [
    [
      () => objects.get('k'),
      /allow s3:GetObject on arn:aws:s3:::daypass-state\/p\/k, and s3:ListBucket/,
    ],
    [
      () => objects.put('k', ''),
      /allow s3:PutObject and s3:GetObject on arn:aws:s3:::daypass-state\/p\/k/,
    ],
    [() => objects.remove(['k']), /allow s3:DeleteObject on/],
    [() => firstOf(objects.list('')), /allow s3:ListBucket on the bucket daypass-state/],
  ]
  for (const [work, right] of rights) {
    assert.match((await rejects(work(), 'state-denied')).hint ?? '', right)
  }
})

test('where many cannot be removed with one request they are removed one by one', async () => {
  for (const [status, code] of [
    [501, 'NotImplemented'],
    [405, 'MethodNotAllowed'],
    [400, 'MissingContentMD5'],
    [403, 'AccessDenied'],
  ] as const) {
    const objects = open()
    const keys = Array.from({ length: 20 }, (_, n) => `single/${n}`)
    await Promise.all(keys.map(async (key) => await objects.put(key, '')))
    const effect = { kind: 'status', status, code } as const
    sandbox.faults.add({ service: 's3', action: 'DeleteObjects', effect })
    await objects.remove(keys)
    assert.equal(await firstOf(objects.list('single/')), undefined, code)
    sandbox.faults.clear()
  }
})

test('a server without conditional writes is unsafe', async () => {
  const effect = { kind: 'status', status: 501, code: 'NotImplemented' } as const
  sandbox.faults.add({ service: 's3', effect })
  await rejects(open().put(newKey(), '', { absent: true }), 'state-unsafe')
})

test('no error holds the secret key or the session token', async () => {
  const credentials = {
    accessKeyId: sandbox.root.accessKeyId,
    secretAccessKey: 'the-secret-key',
    sessionToken: 'the-session-token',
  }
  const objects = open({}, credentials)
  for (const work of [
    () => objects.get('k'),
    () => objects.put('k', ''),
    () => objects.remove(['k', 'l']),
  ]) {
    const error = await work().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    assert.ok(isDaypassError(error))
    assert.doesNotMatch(inspect(error, { showHidden: true, depth: 10 }), /the-s/)
  }
})

test('encryption is asked for as the URL says', async () => {
  await open({ encryption: 'aws:kms', kmsKeyId: 'alias/state' }).put('kms', 'x')
  await open({ encryption: 'AES256' }).put('aes', 'x')
  const stored = sandbox.world.buckets.get('daypass-state')?.objects
  const headersOf = (key: string) => stored?.get(`p/${key}`)?.[0]?.headers ?? {}
  assert.equal(headersOf('kms')['x-amz-server-side-encryption'], 'aws:kms')
  assert.match(
    headersOf('kms')['x-amz-server-side-encryption-aws-kms-key-id'] ?? '',
    /alias\/state/,
  )
  assert.equal(headersOf('aes')['x-amz-server-side-encryption'], 'AES256')
})

test('a listing asks for the next thousand keys only when they are wanted', async () => {
  const bucket = sandbox.world.buckets.get('daypass-state')
  assert.ok(bucket)
  for (let n = 0; n < 2500; n++) {
    addVersion(bucket, {
      key: `p/many/${String(n).padStart(4, '0')}`,
      versionId: 'null',
      deleteMarker: false,
      body: Buffer.alloc(0),
      etag: '"x"',
      modifiedAt: new Date(0),
      headers: {},
      tags: {},
    })
  }
  const listings = () => requestsOf('ListObjectsV2')
  const from = listings()
  const keys: string[] = []
  for await (const key of open().list('many/')) {
    keys.push(key)
    const pages = Math.floor((keys.length - 1) / 1000) + 1
    assert.equal(listings() - from, pages)
  }
  assert.equal(keys.length, 2500)
  assert.equal(keys.at(-1), 'many/2499')
})

test('readiness of a proven store costs one request', async () => {
  const ports = { clock, random: (size: number) => randomBytes(size) }
  await leaseStore(open(), ports).ready()
  const before = sandbox.requests.length
  await leaseStore(open(), ports).ready()
  assert.equal(sandbox.requests.length - before, 1)
})

test('a lease costs two writes, a read one, an end two requests', async () => {
  const ports = { clock, random: (size: number) => randomBytes(size) }
  const leases = leaseStore(open(), ports)
  const lease = active('counted')
  const requests: string[] = []
  const spent = async <T>(work: Promise<T>): Promise<T> => {
    const before = sandbox.requests.length
    const result = await work
    requests.push(
      sandbox.requests
        .slice(before)
        .map(({ action }) => action)
        .join(' '),
    )
    return result
  }
  await spent(leases.create(lease))
  await spent(leases.read(lease.id))
  const due = [{ id: lease.id, dueAt: lease.dueAt }]
  await spent(leases.end(lease, end(lease, 'expired', 'expired', lease.dueAt), due))
  assert.deepEqual(requests, ['PutObject PutObject', 'GetObject', 'PutObject DeleteObjects'])
})

function requestsOf(action: string): number {
  return sandbox.requests.filter((request) => request.action === action).length
}

async function firstOf(keys: AsyncIterable<string>): Promise<string | undefined> {
  for await (const key of keys) return key
  return undefined
}

async function rejects(work: Promise<unknown>, code: ErrorCode) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(isDaypassError(error, code), `${inspect(error)} is not ${code}`)
  return error
}
