import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import {
  type ClosedLease,
  type EndedOne,
  type EndingTogether,
  endTogether,
} from './end-together.ts'

type State = 'open' | 'waiting' | 'running' | 'failed'

/** A lease of this process that has not ended: in use, closed, being ended, or to be tried again at the end. */
export type ListedLease = ClosedLease & { state: State }

/** The leases of a process that have not ended. */
export interface LeaseList {
  readonly put: (lease: ListedLease) => void
  readonly find: (id: LeaseId) => ListedLease | undefined
  readonly remove: (id: LeaseId) => void
  readonly having: (...states: readonly State[]) => readonly ListedLease[]
  /** Ends what waits; what comes meanwhile is ended after it. */
  readonly end: () => EndingTogether
  /** What became of leases since it was asked the last time. */
  readonly news: () => readonly EndedOne[]
}

/** An empty list. */
export function trackLeases(ports: Ports): LeaseList {
  const live = new Map<LeaseId, ListedLease>()
  let ended: EndedOne[] = []
  let running: EndingTogether | undefined

  const having: LeaseList['having'] = (...states) =>
    [...live.values()].filter(({ state }) => states.includes(state))
  const heard = (one: EndedOne): void => {
    ended.push(one)
    if (one.error === undefined) live.delete(one.id)
    else live.set(one.id, { id: one.id, lease: one.lease, state: 'failed' })
  }
  const end = (): EndingTogether => {
    if (running !== undefined) return running
    const batch = having('waiting')
    for (const one of batch) one.state = 'running'
    const { denied, all } = endTogether(ports, batch, heard)
    const rest = async (): Promise<void> => {
      await all
      running = undefined
      if (having('waiting').length > 0) await end().all
    }
    running = { denied, all: rest() }
    return running
  }
  return {
    put: (lease) => void live.set(lease.id, lease),
    find: (id) => live.get(id),
    remove: (id) => void live.delete(id),
    having,
    end,
    news: () => {
      const all = ended
      ended = []
      return all
    },
  }
}
