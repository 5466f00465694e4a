import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { S3 } from '@aws-sdk/client-s3'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { leaseStore } from '../../state/leases.ts'
import type { S3Location } from '../../state/location.ts'
import { type S3Credentials, s3Client } from '../../state/s3/s3-client.ts'
import { s3Objects } from '../../state/s3/s3-objects.ts'
import { testLeaseStore } from './lease-store.ts'
import type { KnownServer } from './known-servers.ts'
import { testObjectStore } from './object-store.ts'

/** A server that speaks S3's protocol. */
export interface S3Server {
  readonly name: string
  readonly endpoint: string
  readonly credentials: S3Credentials
  readonly known: KnownServer
  /** Rounds of every race, where it has a lock. */
  readonly rounds: number
}

/** Every contract of the state, and the server's known deviations, in buckets of its own. */
export async function testS3Server(server: S3Server): Promise<void> {
  const { name, endpoint, credentials, known } = server
  const rounds = known.hasLock ? server.rounds : 0
  const bucket = `state-${randomBytes(4).toString('hex')}`
  const location: S3Location = { kind: 's3', bucket, prefix: 'some/where', endpoint }
  const client = await s3Client(location, { credentials })
  await client.createBucket({ Bucket: bucket })
  const ports = { clock: systemClock, credentials, random: (size: number) => randomBytes(size) }
  const open = () => s3Objects(location, ports)
  testObjectStore({ name, open, rounds, removesVersions: known.staleDelete === 'refuses' })
  testLeaseStore({ name, open: () => leaseStore(open(), ports), hasLock: known.hasLock })
  testBehaviour(server, client, bucket)
  if (known.hasLock) testVersionedBucket(server, client)
}

function testBehaviour({ name, known }: S3Server, client: S3, bucket: string): void {
  const attempt = async (work: Promise<unknown>): Promise<number> => {
    try {
      await work
      return 200
    } catch (error) {
      return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0
    }
  }
  const fresh = async () => {
    const at = { Bucket: bucket, Key: randomUUID() }
    const { ETag = '' } = await client.putObject({ ...at, Body: 'first' })
    return { at, tag: ETag.replaceAll('"', '') }
  }

  test(`${name}: ${known.quotedIfMatch} If-Match in quotes`, async () => {
    const { at, tag } = await fresh()
    const quoted = client.putObject({ ...at, Body: 'next', IfMatch: `"${tag}"` })
    assert.equal(await attempt(quoted), known.quotedIfMatch === 'accepts' ? 200 : 412)
  })

  test(`${name}: answers ${known.ifMatchOfNothing} to If-Match where nothing is`, async () => {
    const { tag } = await fresh()
    const nothing = { Bucket: bucket, Key: randomUUID(), Body: 'next', IfMatch: tag }
    assert.equal(await attempt(client.putObject(nothing)), known.ifMatchOfNothing)
  })

  test(`${name}: ${known.staleDelete} when a DELETE names an old version`, async () => {
    const { at, tag } = await fresh()
    await client.putObject({ ...at, Body: 'second' })
    const status = await attempt(client.deleteObject({ ...at, IfMatch: tag }))
    assert.equal(status, known.staleDelete === 'refuses' ? 412 : 200)
    const left = await attempt(client.headObject(at))
    assert.equal(left, known.staleDelete === 'refuses' ? 200 : 404)
  })

  test(`${name}: ${known.foreignOwner} the account that should own the bucket`, async () => {
    const { at } = await fresh()
    const asked = client.getObject({ ...at, ExpectedBucketOwner: '999999999999' })
    // A body that nobody reads would fail when the server goes.
    const status = await attempt(asked.then(async ({ Body }) => await Body?.transformToString()))
    assert.equal(status, known.foreignOwner === 'refuses' ? 403 : 200)
  })
}

function testVersionedBucket({ name, endpoint, credentials, known }: S3Server, client: S3): void {
  test(`${name}: ${known.versionedBucket} conditions in a versioned bucket`, async () => {
    const bucket = `versioned-${randomBytes(4).toString('hex')}`
    await client.createBucket({ Bucket: bucket })
    const VersioningConfiguration = { Status: 'Enabled' } as const
    await client.putBucketVersioning({ Bucket: bucket, VersioningConfiguration })
    const location: S3Location = { kind: 's3', bucket, prefix: '', endpoint }
    const ports = { clock: systemClock, credentials, random: (size: number) => randomBytes(size) }
    const objects = s3Objects(location, ports)
    const ready = leaseStore(objects, ports).ready()
    if (known.versionedBucket === 'honours') await ready
    else await assert.rejects(ready, (error) => isDaypassError(error, 'state-unsafe'))
    const versioning = (await objects.examine?.())?.find(({ name }) => name === 'bucket versioning')
    assert.equal(versioning?.status, 'ok')
  })
}
