import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Runner } from '../runner/runner.ts'
import { formatPostState } from './post-state-document.ts'
import type { PostState } from './post-state.ts'

/** The post state as it changes while main runs. Every change is written when the call returns. */
export interface KeptPostState {
  /** Replaces it, by what it is now. */
  readonly change: (next: (now: PostState) => PostState) => void
  /** Drops leases that are over. */
  readonly drop: (leases: readonly LeaseId[]) => void
}

/** Keeps a state for post from now on. */
export function keepPostState(
  runner: Pick<Runner, 'save' | 'random'>,
  first: PostState,
): KeptPostState {
  let now = first
  const change: KeptPostState['change'] = (next) => {
    now = next(now)
    runner.save(isNothing(now) ? '' : formatPostState(now, runner.random))
  }
  change((state) => state)
  return {
    change,
    drop: (leases) => {
      if (leases.length === 0) return
      change((state) => ({
        ...state,
        leases: state.leases.filter(({ id }) => !leases.includes(id)),
      }))
    },
  }
}

function isNothing({ leases, variables, profiles, refreshDirectory }: PostState): boolean {
  const changes = leases.length + variables.length + profiles.length
  return changes === 0 && refreshDirectory === undefined
}
