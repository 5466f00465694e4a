import { CHANGE_EVENTS, type ChangeEvent, type ChangeEventName } from '../core/change-event.ts'
import type { Clock } from '../core/clock.ts'
import { type Random, newLeaseId } from '../core/lease/lease-id.ts'
import { dayFolder, holderFields, timeInKey, timeOfKey } from './audit.ts'
import { SHARDS, asLeaseId, shardOf } from './documents/keys.ts'
import { mergeSorted } from './merge-sorted.ts'
import type { ObjectStore } from './objects.ts'

/** Writes down what happens to roles and kept keys, beside what happens to leases. */
export interface ChangeTrail {
  /**
   * Records a change before it is made, so that none goes without: it may record one that failed in the last moment, or
   * whose process died. One object for each, never changed afterwards.
   */
  record(event: ChangeEvent): Promise<void>
}

/** What the key of a change tells without its object being read. */
export interface ChangeHeadline {
  readonly at: Date
  readonly name: ChangeEventName
  readonly subject: string
}

/** The trail, as objects among those of `auditTrail`: `docs/audit.md` tells their shape. Holds no secret. */
export function changeTrail(
  objects: ObjectStore,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): ChangeTrail {
  return {
    record: async ({ name, subject, holder, facts = {} }) => {
      const at = clock.now()
      const id = newLeaseId(subject, random)
      const text = JSON.stringify({
        version: 1,
        time: at,
        event: name,
        [name.startsWith('static') ? 'static_role' : name.startsWith('root') ? 'key' : 'role']:
          subject,
        ...(holder === undefined ? { holder_kind: 'sweep' } : holderFields(holder)),
        ...facts,
      })
      await objects.put(`${dayFolder(shardOf(id), at)}${timeInKey(at)}-${name}/${id}.json`, text)
    },
  }
}

/** What happened to roles and kept keys on one day (UTC), earliest first. Reads keys only. */
export function changesOfDay(objects: ObjectStore, day: Date): AsyncIterable<ChangeHeadline> {
  const days = SHARDS.map((shard) => headlines(objects, dayFolder(shard, day)))
  return mergeSorted(days, (a, b) => a.at.getTime() - b.at.getTime())
}

async function* headlines(objects: ObjectStore, folder: string): AsyncGenerator<ChangeHeadline> {
  for await (const key of objects.list(folder)) {
    const headline = readChangeKey(key)
    if (headline !== undefined) yield headline
  }
}

/** Whether a key is that of a change. */
export function isChangeKey(key: string): boolean {
  return readChangeKey(key) !== undefined
}

function readChangeKey(key: string): ChangeHeadline | undefined {
  const [, word, id = ''] = /^audit\/[^/]+\/[^/]+\/\d{9}-([a-z-]+)\/(.+)\.json$/.exec(key) ?? []
  const name = CHANGE_EVENTS.find((one) => one === word)
  const at = timeOfKey(key)
  const [subject] = (asLeaseId(id) ?? '').split('/')
  return name === undefined || at === undefined || subject === undefined || subject === ''
    ? undefined
    : { at, name, subject }
}
