import { roleOf } from '../../core/lease/lease-id.ts'
import { timestamp } from '../export/outputs.ts'
import { table } from '../runner/markdown.ts'
import type { SavedLease } from '../saved/saved-state.ts'

/** What became of a lease. */
export interface Ending {
  readonly lease: SavedLease
  readonly how: 'revoked' | 'ended' | 'never issued' | 'pending' | 'kept' | 'not revoked'
  /** Why it was not revoked, and what happens next; empty where there is nothing to say. */
  readonly why: string
  readonly at?: Date
}

/** A small table for the job's summary: what was issued, and what became of it. */
export function summaryTable(endings: readonly Ending[]): string {
  const rows = endings.map(({ lease, how, why, at }) => {
    const until = lease.expiresAt === undefined ? '' : timestamp(lease.expiresAt)
    const end = at === undefined ? how : `${how} ${timestamp(at)}`
    return [roleOf(lease.id), lease.arn ?? '', lease.id, until, why === '' ? end : `${end}: ${why}`]
  })
  const head = ['Role', 'As', 'Lease', 'Would end', 'What became of it']
  return `### AWS credentials\n\n${table(head, rows)}\n`
}
