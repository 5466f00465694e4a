import type { AccessDifference } from '../model/access-change.ts'
import type { ReviewedRole } from '../model/role-set.ts'
import type { UnreadPolicy } from '../model/role-access.ts'

interface Compared {
  readonly before: ReviewedRole | undefined
  readonly after: ReviewedRole | undefined
  readonly gained: AccessDifference
  readonly lost: AccessDifference
}

/** What a comparison of rights could not see, as sentences without full stops. */
export function notSeen({ before, after, gained, lost }: Compared): readonly string[] {
  const unread = new Map(
    [...(before?.access.unread ?? []), ...(after?.access.unread ?? [])].map((policy) => [
      `${policy.kind} ${policy.name}`,
      policy,
    ]),
  )
  const later = (after?.knownLater ?? [])
    .filter((field) => !unread.has(`known-later ${field}`))
    .map(laterText)
  return [
    ...[...unread.values()].map(unreadText),
    ...later,
    ...undecided(gained),
    ...undecided(lost),
  ]
}

function unreadText({ kind, name }: UnreadPolicy): string {
  switch (kind) {
    case 'managed-policy':
      return `what the managed policy ${name} allows and denies is not known here`
    case 'group':
      return `what the group ${name} allows and denies is not known here`
    case 'boundary':
      return `what the permissions boundary ${name} leaves of the rights is not known here`
    case 'principal':
      return `the rights end where those of ${name} end, which are not known here`
    case 'known-later':
      return laterText(name)
  }
}

function laterText(field: string): string {
  return `${field} is known only after Terraform has applied`
}

function undecided({ reach, conditions, denies }: AccessDifference): readonly string[] {
  return [...reach, ...conditions, ...denies]
    .filter(({ witness }) => witness === undefined)
    .map(({ actions }) => {
      const more = actions.length > 1 ? ` and ${actions.length - 1} more actions` : ''
      return `whether ${actions[0] ?? ''}${more} reach further could not be decided, and counts as if`
    })
}
