import { type DenyEntry, isSafe } from '../../core/revocation/deny-entry.ts'
import { defined } from '../../core/language/defined.ts'

/**
 * A deny entry as one text, `<epoch of the session's end>/<name>[.<epoch of issue>][/<session name>]`, in
 * whole seconds: the tail of a tombstone's key, and an item of a ledger. Sorts by end.
 */
export function denyEntryText({ name, until, issuedSecond, sessionName }: DenyEntry): string {
  const second = issuedSecond === undefined ? '' : `.${epoch(issuedSecond)}`
  return `${epoch(until)}/${name}${second}${sessionName === undefined ? '' : `/${sessionName}`}`
}

/** Reads what {@link denyEntryText} wrote; undefined for anything else: only a name that is safe in a policy counts. */
export function readDenyEntryText(text: string): DenyEntry | undefined {
  const [, until, name, second, sessionName] =
    /^(\d{11})\/([^/.]+)(?:\.(\d{11}))?(?:\/([^/]+))?$/.exec(text) ?? []
  if (until === undefined || name === undefined) return undefined
  const entry = {
    name,
    until: time(until),
    ...(second !== undefined && { issuedSecond: time(second) }),
    ...defined({ sessionName }),
  }
  return isSafe(entry) ? entry : undefined
}

function epoch(date: Date): string {
  return String(Math.max(0, Math.ceil(date.getTime() / 1000))).padStart(11, '0')
}

function time(epochText: string): Date {
  return new Date(Number(epochText) * 1000)
}
