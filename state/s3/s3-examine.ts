import type { LifecycleRule } from '@aws-sdk/client-s3'
import type { StoreFinding } from '../objects.ts'
import { readFailure } from './s3-failure.ts'
import { reachesState } from './s3-lifecycle.ts'
import type { S3Place } from './s3-place.ts'
import { allOrFirstFailure } from '../../core/language/in-parallel.ts'

/** What a person should know of a bucket that holds state. Asks three questions; needs no right to be answered. */
export async function examineBucket(place: S3Place): Promise<readonly StoreFinding[]> {
  return await allOrFirstFailure([
    examined('bucket versioning', versioning(place)),
    examined('public access', publicAccess(place)),
    examined('lifecycle rules', lifecycleRules(place)),
  ])
}

type Answer = Omit<StoreFinding, 'name'>

async function examined(name: string, answer: Promise<Answer>): Promise<StoreFinding> {
  try {
    return { name, ...(await answer) }
  } catch (error) {
    return { name, status: 'unknown', detail: readFailure(error).summary }
  }
}

/** Whether conditions hold over versions and delete markers too, the probe has found out. */
async function versioning({ client, common }: S3Place): Promise<Answer> {
  const { Status } = await (await client()).getBucketVersioning({ ...common })
  if (Status !== 'Enabled') return { status: 'ok', detail: 'off' }
  return {
    status: 'ok',
    detail: 'on: what daypass removes stays as an old version',
    cure: 'let a lifecycle rule expire noncurrent versions after some days',
  }
}

async function lifecycleRules(place: S3Place): Promise<Answer> {
  const reaching = (await rulesOf(place)).filter((rule) => reachesState(rule, place.keyOf('')))
  if (reaching.length === 0) return { status: 'ok', detail: 'none takes away what daypass needs' }
  const names = reaching.map(({ ID = 'without a name' }) => ID).join(', ')
  return {
    status: 'failed',
    detail: `${names}: takes leases and denies away while credentials of them work`,
    cure: 'let rules expire ended/ and audit/ alone, and in a versioned bucket old versions',
  }
}

async function rulesOf({ client, common }: S3Place): Promise<readonly LifecycleRule[]> {
  try {
    const s3 = await client()
    return (await s3.getBucketLifecycleConfiguration({ ...common })).Rules ?? []
  } catch (error) {
    if (readFailure(error).code === 'NoSuchLifecycleConfiguration') return []
    throw error
  }
}

async function publicAccess({ client, common }: S3Place): Promise<Answer> {
  const blocked = await isPublicAccessBlocked(client, common)
  return blocked
    ? { status: 'ok', detail: 'blocked' }
    : {
        status: 'failed',
        detail: 'not blocked: a wrong bucket policy or ACL could publish who holds which lease',
        cure: 'turn on all four settings of S3 Block Public Access for the bucket',
      }
}

async function isPublicAccessBlocked(
  client: S3Place['client'],
  common: S3Place['common'],
): Promise<boolean> {
  try {
    const { PublicAccessBlockConfiguration: block } = await (
      await client()
    ).getPublicAccessBlock({ ...common })
    return (
      block?.BlockPublicAcls === true &&
      block.IgnorePublicAcls === true &&
      block.BlockPublicPolicy === true &&
      block.RestrictPublicBuckets === true
    )
  } catch (error) {
    if (readFailure(error).code === 'NoSuchPublicAccessBlockConfiguration') return false
    throw error
  }
}
