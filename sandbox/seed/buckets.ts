import { createHash } from 'node:crypto'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Seeded } from './seeded.ts'
import { addVersion, newBucket, latestVersion } from '../world/bucket.ts'

const HELLO = Buffer.from('hello from the sandbox\n')

/** The buckets that a policy names, with `hello.txt` in them and under each prefix that ends in a slash. */
export function seedBuckets(sandbox: Seeded, policy: string): void {
  for (const resource of resourcesOf(policy)) {
    const [, name, path = ''] =
      /^arn:[\w-]+:s3:::([a-z\d][a-z\d.-]{1,61}[a-z\d])(?:\/(.*))?$/u.exec(resource) ?? []
    if (name === undefined) continue
    putHello(sandbox, name, '')
    const prefix = /^([^*?$]+\/)\*$/u.exec(path)?.[1]
    if (prefix !== undefined) putHello(sandbox, name, prefix)
  }
}

function resourcesOf(policy: string): readonly string[] {
  try {
    const { Statement } = readPolicyDocument(policy, 'identity')
    return Statement.flatMap(({ Resource }) => Resource ?? [])
  } catch (error) {
    if (isDaypassError(error)) return []
    throw error
  }
}

function putHello(sandbox: Seeded, name: string, prefix: string): void {
  const { world, accountId } = sandbox
  const now = sandbox.clock.now()
  const bucket = world.buckets.get(name) ?? newBucket(name, accountId, 'us-east-1', now)
  world.buckets.set(name, bucket)
  const key = `${prefix}hello.txt`
  if (latestVersion(bucket, key) !== undefined) return
  addVersion(bucket, {
    key,
    versionId: 'null',
    deleteMarker: false,
    body: HELLO,
    etag: `"${createHash('md5').update(HELLO).digest('hex')}"`,
    modifiedAt: now,
    headers: { 'content-type': 'text/plain', 'x-amz-server-side-encryption': 'AES256' },
    tags: {},
  })
}
