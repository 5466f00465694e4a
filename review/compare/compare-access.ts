import type { ActionScope } from '../actions/action-scope.ts'
import {
  type ActionSet,
  difference,
  intersection,
  isDisjoint,
  isEmpty,
  members,
  union,
} from '../actions/action-set.ts'
import type { ActionTable } from '../actions/action-table.ts'
import type { AccessSide, AccessSides } from './access-sides.ts'
import { comparisonScope } from './comparison-scope.ts'
import { actionGroups } from '../access/effective-actions.ts'
import {
  actionsOf,
  type Grant,
  type Grants,
  grantsOf,
  isWhollyDenied,
  mayDeny,
  partWithin,
  reachesAllOf,
} from '../access/grants.ts'
import { impliesClauses } from '../access/implies.ts'
import type { AccessChange, AccessDifference } from '../model/access-change.ts'
import type { SourcedStatement } from '../model/role-access.ts'
import type { ReviewedRole } from '../model/role-set.ts'
import { notSeen } from './not-seen.ts'
import { describeExcess } from './describe-excess.ts'
import type { Excess } from './excess.ts'
import { unreadOf } from './unread.ts'
import { wildcardsOf } from './wildcards.ts'

/** Compares what a role may do before and after. An absent side may do nothing. */
export function compareAccess(
  before: ReviewedRole | undefined,
  after: ReviewedRole | undefined,
  table: ActionTable,
): AccessChange {
  const scope = comparisonScope(table, [
    ...(before?.access.statements ?? []),
    ...(after?.access.statements ?? []),
  ])
  const old = sideOf(before, scope)
  const now = sideOf(after, scope)
  const gained = differenceOf({ one: now, other: old, scope })
  const lost = differenceOf({ one: old, other: now, scope })
  return { gained, lost, notSeen: notSeen({ before, after, gained, lost }) }
}

function sideOf(role: ReviewedRole | undefined, scope: ActionScope): AccessSide {
  const grants: Grants =
    role === undefined ? { allows: [], denies: [] } : grantsOf(role.access, scope)
  return { role, grants, actions: actionsOf(grants.allows, scope) }
}

function differenceOf(sides: AccessSides): AccessDifference {
  const { one, other, scope } = sides
  if (one.role?.access.isUnlimited === true && other.role?.access.isUnlimited !== true)
    return UNLIMITED
  const actions = difference(one.actions, other.actions)
  const excesses = [
    ...one.grants.allows.flatMap((grant) => excessesOf(grant, sides)),
    ...undeniedUnread(sides),
  ]
  return {
    actions: actionGroups(members(actions), scope),
    ...describeExcess(excesses, sides),
    wildcards: wildcardsOf(sides),
    unread: unreadOf(one.role, other.role),
    isUnlimited: false,
    sources: sourcesOf(sides, actions, excesses),
  }
}

/** What the principal behind a session may is not known, and nobody gave it here: it is no list of actions. */
const UNLIMITED: AccessDifference = {
  actions: [],
  reach: [],
  conditions: [],
  denies: [],
  wildcards: [],
  unread: [],
  isUnlimited: true,
  sources: [],
}

/** The statements that bring something new, each once. */
function sourcesOf(
  { one }: AccessSides,
  actions: ActionSet,
  excesses: readonly Excess[],
): readonly SourcedStatement[] {
  const bringing = one.grants.allows.filter((grant) => !isDisjoint(grant.actions, actions))
  const exceeding = excesses.map(({ grant }) => grant)
  const sources = [...bringing, ...exceeding].map(({ source }) => source)
  return [...new Set(sources)].filter(({ statement }) => statement.Effect === 'Allow')
}

/**
 * What of a grant the other side is not known to allow, by the reason. Actions that are new altogether are listed
 * elsewhere, unless a deny forbade them.
 */
function excessesOf(grant: Grant, sides: AccessSides): readonly Excess[] {
  const { other, scope } = sides
  const shared = intersection(grant.actions, other.actions)
  const uncovered = uncoveredBy(other.grants.allows, grant, shared)
  const conditional = narrowedByConditions(grant, uncovered, other.grants.allows)
  const further = difference(
    uncovered,
    union(
      scope.size,
      conditional.map((part) => part.actions),
    ),
  )
  const found: readonly Excess[] = [
    { kind: 'reach', grant, actions: further },
    ...conditional,
    ...openedWhereNarrowed(grant, further, other.grants.allows),
    ...undeniedHere(grant, sides),
  ]
  return found.filter((excess) => !isEmpty(excess.actions))
}

/** Which actions no grant of the other side allows on all of the reach, under conditions that are no stricter. */
function uncoveredBy(allows: readonly Grant[], grant: Grant, actions: ActionSet): ActionSet {
  let rest = actions
  for (const allow of allows) {
    if (isEmpty(rest)) break
    if (isDisjoint(rest, allow.actions) || !reachesAllOf(allow, grant)) continue
    if (impliesClauses(grant.clauses, allow.clauses)) rest = difference(rest, allow.actions)
  }
  return rest
}

/** Actions that the other side allows on the same reach, but under stricter or other conditions. */
function narrowedByConditions(
  grant: Grant,
  actions: ActionSet,
  allows: readonly Grant[],
): readonly (Excess & { readonly kind: 'condition' })[] {
  let rest = actions
  return allows.flatMap((against) => {
    if (isDisjoint(rest, against.actions) || !reachesAllOf(against, grant)) return []
    const taken = intersection(rest, against.actions)
    rest = difference(rest, taken)
    return [{ kind: 'condition', grant, actions: taken, against } as const]
  })
}

/**
 * Of actions that reach further: those that the other side allows on a part of the reach, but there under stricter or
 * other conditions. Resources that widen in the same change must not hide a condition that is dropped.
 */
function openedWhereNarrowed(
  grant: Grant,
  further: ActionSet,
  allows: readonly Grant[],
): readonly (Excess & { readonly kind: 'condition' })[] {
  return allows.flatMap((against) => {
    if (isDisjoint(further, against.actions)) return []
    return partWithin(grant, against).map((part) => {
      const actions = uncoveredBy(allows, part, intersection(further, against.actions))
      return { kind: 'condition', grant: part, actions, against } as const
    })
  })
}

/** Actions that a deny of the other side forbids in part, and that no deny of this side forbids as far. */
function undeniedHere(grant: Grant, { one, other }: AccessSides): readonly Excess[] {
  return other.grants.denies.flatMap((against) => {
    if (isDisjoint(grant.actions, against.actions) || !mayDeny(against, grant)) return []
    let open = intersection(grant.actions, against.actions)
    for (const deny of one.grants.denies) {
      const isAsWide =
        isWhollyDenied(against, deny) || isWhollyDenied(meeting(grant, against), deny)
      if (isAsWide) open = difference(open, deny.actions)
    }
    return [{ kind: 'deny', grant, actions: open, against } as const]
  })
}

/** Denies of the other side alone, if this side has policies that nobody read: these may allow what it forbade. */
function undeniedUnread({ one, other }: AccessSides): readonly Excess[] {
  if (one.role?.access.unread.some(({ effect }) => effect === 'adds') !== true) return []
  return other.grants.denies.flatMap((against) => {
    let open = against.actions
    for (const deny of one.grants.denies) {
      if (isWhollyDenied(against, deny)) open = difference(open, deny.actions)
    }
    return isEmpty(open) ? [] : [{ kind: 'deny', grant: against, actions: open, against } as const]
  })
}

/** What both a grant and a deny are about, at most. */
function meeting(grant: Grant, deny: Grant): Grant {
  return { ...grant, clauses: [...grant.clauses, ...deny.clauses] }
}
