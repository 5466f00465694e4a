import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Runner } from '../runner/runner.ts'
import { type SavedState, formatSavedState } from './saved-state.ts'

/** What main leaves to post, as it changes while main runs. Every change is written when the call returns. */
export interface PostState {
  /** Replaces it, by what it is now. */
  change(next: (now: SavedState) => SavedState): void
  /** Drops leases that are over. */
  drop(leases: readonly LeaseId[]): void
}

/** Leaves something to post from now on. */
export function leaveToPost(runner: Pick<Runner, 'save' | 'random'>, first: SavedState): PostState {
  let now = first
  const change: PostState['change'] = (next) => {
    now = next(now)
    runner.save(isNothing(now) ? '' : formatSavedState(now, runner.random))
  }
  change((saved) => saved)
  return {
    change,
    drop: (leases) => {
      if (leases.length === 0) return
      change((saved) => ({
        ...saved,
        leases: saved.leases.filter(({ id }) => !leases.includes(id)),
      }))
    },
  }
}

function isNothing({ leases, variables, profiles, refreshDirectory }: SavedState): boolean {
  const changes = leases.length + variables.length + profiles.length
  return changes === 0 && refreshDirectory === undefined
}
