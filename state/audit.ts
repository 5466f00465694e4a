import type { Holder } from '../core/lease/holder.ts'
import type { LeaseEvent } from '../core/lease/lease-event.ts'
import { LEASE_EVENTS, type LeaseEventName } from '../core/lease/lease-event.ts'
import { type LeaseId, nameOf } from '../core/lease/lease-id.ts'
import type { Lease, Outcome } from '../core/lease/lease.ts'
import { FOLDERS, SHARDS, asLeaseId, shardOf } from './documents/keys.ts'
import { principalFields } from './documents/lease-document.ts'
import { mergeSorted } from './merge-sorted.ts'
import type { ObjectStore } from './objects.ts'

/** Writes events down. */
export interface AuditTrail {
  /** One object for each event, never changed afterwards. */
  write(event: LeaseEvent): Promise<void>
}

/** What the key of an event tells without its object being read. */
export interface EventHeadline {
  readonly key: string
  readonly at: Date
  readonly name: LeaseEventName
  readonly id: LeaseId
  /** Of an end. */
  readonly outcome: Outcome | undefined
}

/**
 * The trail of what happened to leases, as objects under dated prefixes: `docs/audit.md` tells their shape, and how
 * Athena reads them. Holds no secret.
 */
export function auditTrail(objects: ObjectStore): AuditTrail {
  return {
    write: async (event) => {
      await objects.put(eventKey(event), eventText(event))
    },
  }
}

/** What happened on one day (UTC), earliest first. Reads keys only: one listing a thousand events and shard. */
export function eventsOfDay(objects: ObjectStore, day: Date): AsyncIterable<EventHeadline> {
  const days = SHARDS.map((shard) => headlines(objects, dayFolder(shard, day)))
  return mergeSorted(days, (a, b) => a.at.getTime() - b.at.getTime())
}

async function* headlines(objects: ObjectStore, folder: string): AsyncGenerator<EventHeadline> {
  for await (const key of objects.list(folder)) {
    const headline = readEventKey(key)
    if (headline !== undefined) yield headline
  }
}

function eventKey({ name, at, lease }: LeaseEvent): string {
  const what = lease.status === 'ended' ? `${name}-${lease.outcome}` : name
  return `${dayFolder(shardOf(lease.id), at)}${timeInKey(at)}-${what}/${lease.id}.json`
}

/** The time of day in a key of the trail: `093000123`. */
export function timeInKey(at: Date): string {
  return at.toISOString().slice(11, 23).replaceAll(/[:.]/g, '')
}

/** When what a key of the trail tells of happened; undefined for other keys. */
export function timeOfKey(key: string): Date | undefined {
  const [, day, hours, minutes, seconds, milliseconds] = TIME_IN_KEY.exec(key) ?? []
  if (day === undefined) return undefined
  return new Date(`${day}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}.${milliseconds ?? ''}Z`)
}

const TIME_IN_KEY = /^audit\/shard=[0-9a-f]\/dt=(\d{4}-\d\d-\d\d)\/(\d\d)(\d\d)(\d\d)(\d{3})-/

/** Hive's form of a partition, which Athena and others read: `audit/shard=a/dt=2026-11-22/`. */
export function dayFolder(shard: string, day: Date): string {
  return `${FOLDERS.audit}shard=${shard}/dt=${day.toISOString().slice(0, 10)}/`
}

const EVENT_KEY =
  /^audit\/[^/]+\/[^/]+\/\d{9}-([a-z]+)(?:-(revoked|expired|never-issued))?\/(.+)\.json$/

/** Whether a key is that of an event. */
export function isEventKey(key: string): boolean {
  return readEventKey(key) !== undefined
}

function readEventKey(key: string): EventHeadline | undefined {
  const [, word, outcome, id = ''] = EVENT_KEY.exec(key) ?? []
  const name = LEASE_EVENTS.find((one) => one === word)
  const lease = asLeaseId(id)
  const at = timeOfKey(key)
  if (name === undefined || lease === undefined || at === undefined) return undefined
  return { key, at, name, id: lease, outcome: outcome as Outcome | undefined }
}

/** One line of flat JSON: what Athena's SerDe takes. */
function eventText({ name, at, lease }: LeaseEvent): string {
  return JSON.stringify({
    version: 1,
    time: at,
    event: name,
    lease_id: lease.id,
    lease_name: nameOf(lease.id),
    role: lease.role,
    credential_type: lease.credentialType,
    ...holderFields(lease.holder),
    ...principalFields(lease.principal),
    issued_at: lease.issuedAt,
    expires_at: lease.expiresAt,
    ...endFields(lease),
  })
}

/** Who it was, flat. */
export function holderFields({ kind, ...rest }: Holder): Readonly<Record<string, unknown>> {
  const fields = Object.entries(rest).map(([field, value]): [string, unknown] => [
    `holder_${field}`,
    value,
  ])
  return { holder_kind: kind, ...Object.fromEntries(fields) }
}

function endFields(lease: Lease): Readonly<Record<string, unknown>> {
  switch (lease.status) {
    case 'pending':
    case 'active':
      return {}
    case 'revoking':
      return { reason: lease.reason, attempts: lease.attempts, error: lease.lastError }
    case 'ended':
      return { reason: lease.reason, outcome: lease.outcome, ended_at: lease.endedAt }
  }
}
