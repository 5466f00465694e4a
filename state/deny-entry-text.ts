import { LEASE_NAME_PATTERN } from '../core/lease-id.ts'
import type { DenyEntry } from '../core/revocation/deny-entry.ts'

/**
 * A deny entry as one text, `<epoch of the session's end>/<name>[.<epoch of issue>]`, in whole seconds:
 * the tail of a tombstone's key, and an item of a board. Sorts by end.
 */
export function denyEntryText({ name, until, issuedSecond }: DenyEntry): string {
  return `${epoch(until)}/${name}${issuedSecond === undefined ? '' : `.${epoch(issuedSecond)}`}`
}

/** Reads what {@link denyEntryText} wrote; undefined for anything else: only a name that is safe in a policy counts. */
export function readDenyEntryText(text: string): DenyEntry | undefined {
  const [, until, name, second] = /^(\d{11})\/([^/.]+)(?:\.(\d{11}))?$/.exec(text) ?? []
  if (until === undefined || name === undefined || !LEASE_NAME_PATTERN.test(name)) return undefined
  const entry = { name, until: moment(until) }
  return second === undefined ? entry : { ...entry, issuedSecond: moment(second) }
}

function epoch(date: Date): string {
  return String(Math.max(0, Math.ceil(date.getTime() / 1000))).padStart(11, '0')
}

function moment(epochText: string): Date {
  return new Date(Number(epochText) * 1000)
}
