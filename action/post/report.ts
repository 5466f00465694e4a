import { timestamp } from '../../core/clock.ts'
import { roleOf } from '../../core/lease/lease-id.ts'
import type { PostLease } from '../post-state/post-state.ts'
import { markdownTable } from '../runner/markdown.ts'
import type { Runner } from '../runner/runner.ts'

/** What became of a lease. */
export interface Ending {
  readonly lease: PostLease
  readonly how:
    'revoked' | 'deleted' | 'ended' | 'never issued' | 'pending' | 'kept' | 'not revoked'
  /** Why it was not revoked or not removed from the state, and what happens next; empty where there is nothing to say. */
  readonly why: string
  /** That it is kept is not what the step asked for. */
  readonly isUnwanted?: true
  readonly at?: Date
}

/** Reports to the log what became of a lease: it is over, or until when it works. */
export function logEnding(
  runner: Pick<Runner, 'info' | 'warn'>,
  { lease, how, why, at, isUnwanted }: Ending,
): void {
  const ends = lease.expiresAt === undefined ? '' : ` until ${timestamp(lease.expiresAt)}`
  switch (how) {
    case 'revoked':
    case 'ended':
      runner.info(`lease ${lease.id} ${how}${at === undefined ? '' : ` at ${timestamp(at)}`}`)
      if (why !== '') runner.warn(`lease ${lease.id} is over, but ${why}`)
      break
    case 'deleted':
      runner.warn(`lease ${lease.id} is revoked, but that is not on record: ${why}`)
      break
    case 'never issued':
      runner.info(`lease ${lease.id} was never issued`)
      break
    case 'pending':
      runner.info(`lease ${lease.id} is not revoked yet${ends && ` and may work${ends}`}: ${why}`)
      break
    case 'kept':
      if (isUnwanted === true) runner.warn(`lease ${lease.id} is kept, works${ends}: ${why}`)
      else runner.info(`lease ${lease.id} works${ends}: ${why}`)
      break
    case 'not revoked':
      runner.warn(
        lease.expiresAt === undefined
          ? `whether lease ${lease.id} was issued could not be found out: ${why}`
          : `lease ${lease.id} was not revoked and may work${ends}: ${why}`,
      )
  }
}

/** The part of the job's summary that says what was issued, and what became of it. */
export function summaryOf(endings: readonly Ending[]): string {
  const rows = endings.map(({ lease, how, why, at }) => {
    const until = lease.expiresAt === undefined ? '' : timestamp(lease.expiresAt)
    const end = at === undefined ? how : `${how} ${timestamp(at)}`
    return [roleOf(lease.id), lease.arn ?? '', lease.id, until, why === '' ? end : `${end}: ${why}`]
  })
  const head = ['Role', 'As', 'Lease', 'Would end', 'What became of it']
  return `### AWS credentials\n\n${markdownTable(head, rows)}\n`
}
