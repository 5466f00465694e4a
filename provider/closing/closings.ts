import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import { leaveToSweep } from '../../core/lease/leave-to-sweep.ts'
import type { Ports } from '../../core/ports.ts'
import type { ClosedLease, EndedOne, EndingTogether } from './end-together.ts'
import { inTime } from './in-time.ts'
import { trackLeases } from './lease-list.ts'
import { recordIntent } from './record-intent.ts'

/** OpenTofu gives a Close ten seconds, and after them loses the state; daypass promises five, and a busy machine needs some. */
const CLOSE_MILLISECONDS = 4500

/** How long what was closed waits for others while leases are open, so that one deny serves them all. */
const GATHER_MILLISECONDS = 5000

/** How long the last of many Closes waits to report how it went: Terraform closes one after another, and they add up. */
const LAST_OF_MANY_MILLISECONDS = 1000

/** What of the time for the end of the process is kept for leaving the rest to a sweep. */
const LEAVE_MILLISECONDS = 3500

/** What a Close came to in its time. */
export interface Closing {
  /**
   * Whether the store knows that the lease is to be ended, so that others end it if this process cannot: `late` where it
   * has not answered yet.
   */
  readonly recorded: 'yes' | 'late' | { readonly error: unknown }
  /** As far as it is known. */
  readonly lease: LiveLease | undefined
  /** What became of leases since the Close before: of this one and of others. */
  readonly ended: readonly EndedOne[]
}

/** The ephemeral leases of a process, from when they are open until nothing is left of them. */
export interface Closings {
  readonly opened: (lease: LiveLease) => void
  /**
   * Records that a lease is to be ended, which others then do if this process dies. The credentials are taken back at once
   * if no lease is open any more, else within seconds: those of many leases with one deny. Answers within five seconds
   * and never rejects, whatever AWS and the store do.
   */
  readonly close: (id: LeaseId) => Promise<Closing>
  /**
   * Ends what was closed, in so much time. What is not done then is left to the next sweep, due at once, and answered beside
   * what was.
   */
  readonly finish: (milliseconds: number) => Promise<{
    readonly ended: readonly EndedOne[]
    readonly left: readonly ClosedLease[]
  }>
}

/** A process in which nothing is open yet. */
export function closings(ports: Ports): Closings {
  const { clock } = ports
  const list = trackLeases(ports)
  let alarm: (() => void) | undefined
  const end = (): EndingTogether => {
    alarm?.()
    alarm = undefined
    return list.end()
  }
  /** At once if nothing is open any more: then it is waited for, to report how it went. */
  const endSoon = async (late: Promise<unknown>): Promise<void> => {
    if (list.having('open').length > 0) {
      alarm ??= clock.alarm(GATHER_MILLISECONDS, () => void end())
      return
    }
    const isAlone = list.having('waiting', 'running').length === 1
    const { denied, all } = end()
    const done = ports.revocation.mode === 'immediate' ? denied : all
    const patience = isAlone ? CLOSE_MILLISECONDS : LAST_OF_MANY_MILLISECONDS
    await inTime(clock, patience, async (soon) => {
      await Promise.race([late, soon, done])
    })
  }

  return {
    opened: (lease) => {
      list.put({ id: lease.id, lease, state: 'open' })
    },
    close: async (id) =>
      await inTime(clock, CLOSE_MILLISECONDS, async (late) => {
        const known = list.find(id)?.lease
        list.put({ id, lease: known, state: 'open' })
        const recording = recordIntent(ports, id, known).catch((error: unknown) => ({ error }))
        const record = await Promise.race([recording, late])
        if (record === undefined) {
          list.remove(id)
          return { recorded: 'yes', lease: undefined, ended: list.news() }
        }
        const failed = typeof record === 'object' && 'error' in record
        const lease = record === 'late' || failed ? known : record
        list.put({ id, lease, state: 'waiting' })
        await endSoon(late)
        const recorded = record === 'late' || failed ? record : 'yes'
        return { recorded, lease, ended: list.news() }
      }),
    finish: async (milliseconds) => {
      for (const one of list.having('failed')) one.state = 'waiting'
      await inTime(clock, milliseconds - LEAVE_MILLISECONDS, async (late) => {
        await Promise.race([late, end().all])
      })
      const undone = list.having('waiting', 'running', 'failed')
      await inTime(clock, Math.min(milliseconds, LEAVE_MILLISECONDS), async (late) => {
        const leaving = undone.map(async ({ id }) => {
          await leaveToSweep(ports, id, 'the process that was to end it had no time left')
        })
        await Promise.race([late, Promise.allSettled(leaving)])
      })
      return { ended: list.news(), left: undone.filter(({ id }) => list.find(id) !== undefined) }
    },
  }
}
