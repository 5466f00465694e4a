import type { RoleWays } from '../ways.ts'
import { matchPath, type PathMatch } from './match-path.ts'
import { actionsOfPath, ESCALATION_PATHS } from './paths.ts'

/** A path that a role completes, and the longer ones that are complete with it. */
export interface FoundPath extends PathMatch {
  /** Ids of paths with the same actions and more, which add nothing. */
  readonly withIt: readonly string[]
}

/** Every path that a role completes. */
export function matchPaths(role: RoleWays, now: Date): readonly PathMatch[] {
  return ESCALATION_PATHS.flatMap((path) => matchPath(path, role, now) ?? [])
}

/** The same, with those that only say more of what a shorter one says already put beside that. */
export function findPaths(role: RoleWays, now: Date): readonly FoundPath[] {
  const matches = matchPaths(role, now)
  const shorter = (match: PathMatch) => matches.find((other) => isWithin(other, match))
  const kept = matches.filter((match) => shorter(match) === undefined)
  return kept.map((match) => ({
    ...match,
    withIt: matches.filter((other) => isWithin(match, other)).map(({ path }) => path.id),
  }))
}

/** Whether `inner` needs fewer actions than `outer`, all of them among its, and weighs no less. */
function isWithin(inner: PathMatch, outer: PathMatch): boolean {
  const [few, many] = [actionsOfPath(inner.path), actionsOfPath(outer.path)]
  return (
    few.length < many.length &&
    inner.lowerBy <= outer.lowerBy &&
    few.every((action) => many.includes(action))
  )
}
