import { matchesGlob } from '../policy/match.ts'
import type { Role } from '../role/role.ts'

/**
 * Events that run with the rights and the `sub` of the default branch, set off by whoever opens a pull request or
 * comments on one. Only `event_name` tells them from a push.
 *
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export const STRANGER_EVENTS = ['pull_request_target', 'workflow_run', 'issue_comment'] as const

/** Whether a role says nothing of whom it is for, and so takes whoever comes. */
export function namesNobody({ subjects, claims }: Pick<Role, 'subjects' | 'claims'>): boolean {
  return subjects === undefined && claims === undefined
}

/** Those of {@link STRANGER_EVENTS} whose jobs a role takes: none, unless its `claims` name them or it names nobody at all. */
export function strangersIn(role: Pick<Role, 'subjects' | 'claims'>): readonly string[] {
  if (namesNobody(role)) return STRANGER_EVENTS
  const { event_name: wanted = [] } = role.claims ?? {}
  return STRANGER_EVENTS.filter((event) => wanted.some((one) => matchesGlob(one, event)))
}
