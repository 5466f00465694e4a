import type { Deployment, StateBucket } from './deployment.ts'
import { type PolicyStatement, allow } from './statement.ts'

/** What is done to state: by whoever issues, or sweeps. */
export type StateDuty = 'issue' | 'sweep'

/** Which objects are read, written and removed. `state/SCHEMA.md` tells what they hold. */
interface Keys {
  readonly read: readonly string[]
  readonly write: readonly string[]
  readonly remove: readonly string[]
  readonly list: boolean
}

/** What every process does first: it reads the proof that the store is fit, and gives it where there is none. */
const PROOF: Keys = {
  read: ['store.json', 'probe/*'],
  write: ['store.json', 'probe/*'],
  remove: ['probe/*'],
  list: false,
}

/** Issuing, renewing, and ending one's own leases, with a tombstone for a session. */
const ISSUE: Keys = {
  read: ['leases/*', 'ended/*', 'revoked/*', 'boards/*', 'seconds/*', 'roles/*'],
  write: ['leases/*', 'ended/*', 'due/*', 'stuck/*', 'revoked/*', 'seconds/*', 'audit/*'],
  remove: ['leases/*', 'due/*', 'stuck/*'],
  list: true,
}

/** Keys that daypass keeps are sealed: whoever sweeps sees which are to be rotated, and no secret. */
const SWEEP: Keys = {
  read: [
    'leases/*',
    'ended/*',
    'due/*',
    'revoked/*',
    'boards/*',
    'full-sweep.json',
    'root/key.json',
    'static/*',
  ],
  write: [
    'leases/*',
    'ended/*',
    'due/*',
    'stuck/*',
    'revoked/*',
    'boards/*',
    'audit/*',
    'full-sweep.json',
  ],
  remove: ['leases/*', 'due/*', 'stuck/*', 'revoked/*', 'boards/*', 'seconds/*'],
  list: true,
}

const DUTIES: Readonly<Record<StateDuty, Keys>> = { issue: ISSUE, sweep: SWEEP }

/**
 * Rights on the bucket, folder by folder. Nobody of daypass's own may change `roles/`: that is for who writes roles,
 * and a broker that could would give itself any role. Nobody removes `ended/` and `audit/`, the log.
 */
export function stateRights(
  deployment: Deployment,
  duties: readonly StateDuty[],
): readonly PolicyStatement[] {
  const { bucket } = deployment
  if (bucket === undefined) return []
  const keys = [PROOF, ...duties.map((duty) => DUTIES[duty])]
  const objects = (verb: 'read' | 'write' | 'remove') => [
    ...new Set(keys.flatMap((one) => one[verb]).map((key) => objectArn(deployment, bucket, key))),
  ]
  return [
    ...allow('StateRead', ['s3:GetObject'], objects('read')),
    ...allow('StateWrite', ['s3:PutObject'], objects('write')),
    ...allow('StateRemove', ['s3:DeleteObject'], objects('remove')),
    ...allow('StateList', ['s3:ListBucket'], [bucketArn(deployment, bucket)], onlyPrefix(bucket)),
    ...keyRights(deployment, bucket),
  ]
}

/** The ARN of the bucket. */
export function bucketArn({ partition }: Deployment, { bucket }: StateBucket): string {
  return `arn:${partition}:s3:::${bucket}`
}

/** The ARN of objects below the prefix. */
export function objectArn(deployment: Deployment, bucket: StateBucket, key: string): string {
  const below = bucket.prefix === '' ? key : `${bucket.prefix}/${key}`
  return `${bucketArn(deployment, bucket)}/${below}`
}

/**
 * `IfExists`: whether a key is absent is told only to those who may list, and that question comes without a prefix.
 * Without the answer daypass would take "not there" for "refused".
 */
function onlyPrefix({ prefix }: StateBucket): PolicyStatement['Condition'] {
  return prefix === '' ? undefined : { StringLikeIfExists: { 's3:prefix': `${prefix}/*` } }
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function keyRights(
  deployment: Deployment,
  { kmsKeyId, region }: StateBucket,
): readonly PolicyStatement[] {
  if (kmsKeyId === undefined) return []
  const { partition, account } = deployment
  const actions = ['kms:Decrypt', 'kms:GenerateDataKey']
  const keys = `arn:${partition}:kms:${region ?? '*'}:${account}:key/`
  const alias = /(?:^|:)(alias\/.+)$/.exec(kmsKeyId)?.[1]
  if (alias !== undefined) {
    const named = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } }
    return allow('StateKey', actions, [`${keys}*`], named)
  }
  return allow('StateKey', actions, [kmsKeyId.startsWith('arn:') ? kmsKeyId : `${keys}${kmsKeyId}`])
}
