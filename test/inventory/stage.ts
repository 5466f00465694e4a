import assert from 'node:assert/strict'
import { IAM } from '@aws-sdk/client-iam'
import { S3 } from '@aws-sdk/client-s3'
import { json, jsonList, openStage } from '../cli/stage.ts'

export const BUCKET = 'daypass-state'
export const HOUR = 3600

/** The name of a deny that no ledger has. */
export const DENY = 'daypass-deny-0123456789abcdef01'
/** What denies nobody. */
export const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringLike: { 'aws:userid': '*x' } },
  },
})

/** How an inventory ended, and what it said: `word kind name`. */
export interface Look {
  readonly code: number
  readonly said: readonly string[]
}

/** The user of a lease, by its name. */
export function userOf(lease: string): string {
  return `daypass-${lease.replace('/', '-')}`
}

/** The command on a sandbox, an administrator of it, and hands on the bucket. */
export async function openInventoryStage() {
  const stage = await openStage()
  const { daypass, sandbox } = stage
  const at = { endpoint: sandbox.url, region: 'us-east-1', credentials: sandbox.root }
  const iam = new IAM(at)
  const s3 = new S3({ ...at, forcePathStyle: true })
  async function issue(role = 'reader', ...options: string[]): Promise<string> {
    const { code, stdout, stderr } = await daypass(['issue', role, ...options])
    assert.equal(code, 0, stderr)
    return String(json(stdout)['lease_id'])
  }

  async function look(...options: string[]): Promise<Look> {
    const { code, stdout, stderr } = await daypass(['inventory', '--json', ...options])
    assert.match(stdout, /^\{/, stderr)
    const said = jsonList(stdout, 'things').map(
      ({ word, kind, name }) => `${String(word)} ${String(kind)} ${String(name)}`,
    )
    return { code, said }
  }

  async function keys(...folders: readonly string[]): Promise<readonly string[]> {
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET })
    return Contents.flatMap(({ Key = '' }) =>
      folders.some((one) => Key.startsWith(one)) ? [Key] : [],
    )
  }

  async function vanish(...folders: readonly string[]): Promise<void> {
    for (const Key of await keys(...folders)) await s3.deleteObject({ Bucket: BUCKET, Key })
  }

  /** Every object with its text. */
  async function backup(): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>()
    for (const Key of await keys('')) {
      const { Body } = await s3.getObject({ Bucket: BUCKET, Key })
      texts.set(Key, (await Body?.transformToString()) ?? '')
    }
    return texts
  }

  async function restore(texts: ReadonlyMap<string, string>): Promise<void> {
    await vanish('')
    for (const [Key, Body] of texts) await s3.putObject({ Bucket: BUCKET, Key, Body })
  }

  async function users(): Promise<readonly string[]> {
    const { Users = [] } = await iam.listUsers()
    return Users.flatMap(({ UserName = '' }) =>
      UserName === 'daypass-root' ? [] : [UserName],
    ).sort()
  }

  async function orphanedUser(): Promise<string> {
    const lease = await issue()
    await vanish(`leases/${lease}`, 'due/')
    return userOf(lease)
  }
  return { ...stage, iam, s3, issue, look, keys, vanish, backup, restore, users, orphanedUser }
}
