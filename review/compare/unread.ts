import type { ReviewedRole } from '../model/role-set.ts'
import type { UnreadPolicy } from '../model/role-access.ts'

/**
 * Managed policies and groups, of unknown contents, that add to the rights of one side and not of the other. Beside a
 * session that nothing limits, a policy adds nothing.
 */
export function unreadOf(
  one: ReviewedRole | undefined,
  other: ReviewedRole | undefined,
): readonly UnreadPolicy[] {
  if (other?.access.isUnlimited === true) return []
  const theirs = new Set(other?.access.unread.filter(isAdding).map(nameOf))
  return (one?.access.unread ?? []).filter(
    (policy) => isAdding(policy) && !theirs.has(nameOf(policy)),
  )
}

function isAdding({ effect }: UnreadPolicy): boolean {
  return effect === 'adds'
}

function nameOf({ kind, name }: UnreadPolicy): string {
  return `${kind} ${name}`
}
