import {
  LEASE_NAME_PATTERN,
  type LeaseId,
  ROLE_NAME_PATTERN,
  nameOf,
  parseLeaseId,
} from '../../core/lease/lease-id.ts'
import type { DueEntry } from '../../core/lease/lease-store.ts'

/** Says that the store was proven to honour conditions. */
export const STORE_KEY = 'store.json'

/** What tells a directory from others of its name. */
export const MARK_KEY = 'mark.json'

/** When every live lease was last looked at. */
export const FULL_SWEEP_KEY = 'full-sweep.json'

/** What the keys of a folder begin with. */
export const FOLDERS = {
  live: 'leases/',
  ended: 'ended/',
  due: 'due/',
  stuck: 'stuck/',
  roles: 'roles/',
  audit: 'audit/',
} as const

const EPOCH_DIGITS = 11

/**
 * What is written once for each lease is spread over sixteen prefixes, each of which S3 can serve on its own:
 * 3,500 writes a second each (https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html).
 */
export const SHARDS: readonly string[] = Array.from({ length: 16 }, (_, n) => n.toString(16))

/** The shard of a lease. Its name is random, so they fill alike. */
export function shardOf(id: LeaseId): string {
  return (nameOf(id).charCodeAt(0) % SHARDS.length).toString(16)
}

/** Key of a live lease. */
export function liveKey(id: LeaseId): string {
  return `${FOLDERS.live}${id}.json`
}

/** Key of the record that stays of a lease. */
export function endedKey(id: LeaseId): string {
  return `${FOLDERS.ended}${id}.json`
}

/** Key of the mark of a lease whose revocation fails again and again. */
export function stuckKey(id: LeaseId): string {
  return `${FOLDERS.stuck}${id}`
}

/** Key of a role's definition. */
export function roleKey(name: string): string {
  return `${FOLDERS.roles}${name}.json`
}

/** Key of a due entry: whole seconds, rounded up, with leading zeros, so that keys sort by time. */
export function dueKey({ dueAt, id }: DueEntry): string {
  const epoch = Math.max(0, Math.ceil(dueAt.getTime() / 1000))
  return `${dueFolder(shardOf(id))}${String(epoch).padStart(EPOCH_DIGITS, '0')}/${id}`
}

/** One shard of the due index. */
export function dueFolder(shard: string): string {
  return `${FOLDERS.due}${shard}/`
}

/** What a key of the due index says; undefined for one that {@link dueKey} never makes. */
export function readDueKey(key: string): DueEntry | undefined {
  const [, shard, epoch, id] = /^due\/([0-9a-f])\/(\d{11})\/(.+)$/.exec(key) ?? []
  const lease = id === undefined ? undefined : asLeaseId(id)
  if (lease === undefined || shardOf(lease) !== shard) return undefined
  return { dueAt: new Date(Number(epoch) * 1000), id: lease }
}

/** The lease that a key of a live lease or a stuck mark stands for; undefined for a stray key. */
export function readLeaseKey(folder: string, key: string, ending = ''): LeaseId | undefined {
  if (!key.startsWith(folder) || !key.endsWith(ending)) return undefined
  return asLeaseId(key.slice(folder.length, key.length - ending.length))
}

/** A lease id in a key; undefined for anything else. */
export function asLeaseId(text: string): LeaseId | undefined {
  const [role = '', name = '', ...rest] = text.split('/')
  const fits = rest.length === 0 && ROLE_NAME_PATTERN.test(role) && LEASE_NAME_PATTERN.test(name)
  return fits ? parseLeaseId(text) : undefined
}
