import { createHash } from 'node:crypto'
import type { Holder } from '../core/lease/holder.ts'
import { FOLDERS, SHARDS } from './documents/keys.ts'
import type { ObjectStore } from './objects.ts'

/** That somebody stopped all sessions of a role, or a user, or let them go on. */
export interface BreakGlassEvent {
  readonly name: 'stopped' | 'lifted'
  readonly at: Date
  /** ARN of the role or user, or a user's name. */
  readonly target: string
  /** Sessions issued before are stopped; absent for a user, and where it is lifted. */
  readonly before?: Date
  readonly holder: Holder
  /** Code of what kept it from being done; absent where it was. */
  readonly error?: string
}

const KEY =
  /^audit\/shard=[0-9a-f]\/dt=\d{4}-\d\d-\d\d\/\d{9}-(?:stopped|lifted)\/[0-9a-f]{16}\.json$/

/** Whether a key is that of such an event. */
export function isBreakGlassKey(key: string): boolean {
  return KEY.test(key)
}

/** Writes down that somebody broke the glass, beside the events of leases and for the same readers; never changed afterwards. */
export async function recordBreakGlass(
  objects: ObjectStore,
  event: BreakGlassEvent,
): Promise<void> {
  const { kind, ...holder } = event.holder
  const time = event.at.toISOString()
  const digest = createHash('sha256').update(event.target).digest('hex').slice(0, 16)
  const shard = SHARDS.find((one) => digest.startsWith(one)) ?? '0'
  const day = `${FOLDERS.audit}shard=${shard}/dt=${time.slice(0, 10)}/`
  const key = `${day}${time.slice(11, 23).replaceAll(/[:.]/g, '')}-${event.name}/${digest}.json`
  const holderFields = Object.entries(holder).map(([field, value]) => [`holder_${field}`, value])
  const document = {
    version: 1,
    time: event.at,
    event: event.name,
    target: event.target,
    issued_before: event.before,
    holder_kind: kind,
    ...(Object.fromEntries(holderFields) as Record<string, string>),
    error: event.error,
  }
  await objects.put(key, JSON.stringify(document))
}
