import type { UnreadableLease } from '../../core/lease/lease-store.ts'

/** A lease that cannot be read, as JSON. */
export function unreadableDocument({ id, error: { code, message } }: UnreadableLease) {
  return { lease_id: id, error: { code, message } }
}
