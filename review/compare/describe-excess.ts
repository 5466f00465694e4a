import { type ActionSet, isDisjoint, members, union } from '../actions/action-set.ts'
import type { AccessSides } from './access-sides.ts'
import { clauseText } from '../access/clauses.ts'
import type { Grant } from '../access/grants.ts'
import type { Excess } from './excess.ts'
import { isProvenExcess } from './prove-excess.ts'
import { reachText } from '../access/reach.ts'
import type {
  AccessDifference,
  ConditionChange,
  DenyChange,
  ReachChange,
} from '../model/access-change.ts'
import type { Place } from '../../core/place.ts'

/** Puts what was found into words, once for each statement and reason. */
export function describeExcess(
  excesses: readonly Excess[],
  sides: AccessSides,
): Pick<AccessDifference, 'reach' | 'conditions' | 'denies'> {
  const together = grouped(excesses, sides)
  return {
    reach: together.flatMap((group) =>
      group.kind === 'reach' ? [describeReach(group, sides)] : [],
    ),
    conditions: together.flatMap((group) =>
      group.kind === 'condition' ? [describeCondition(group, sides)] : [],
    ),
    denies: together.flatMap((group) =>
      group.kind === 'deny' ? [describeDeny(group, sides)] : [],
    ),
  }
}

interface Group {
  readonly kind: Excess['kind']
  readonly first: Excess
  readonly grants: Grant[]
  actions: ActionSet
}

/** Several entries of `Resource` of a statement that allow the same are described as one; so are several grants of a deny. */
function grouped(excesses: readonly Excess[], { scope }: AccessSides): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const excess of excesses) {
    const key = keyOf(excess)
    const group = groups.get(key)
    if (group === undefined) {
      const { kind, actions, grant } = excess
      groups.set(key, { kind, first: excess, grants: [grant], actions })
    } else {
      group.grants.push(excess.grant)
      group.actions = union(scope.size, [group.actions, excess.actions])
    }
  }
  return [...groups.values()]
}

function keyOf(excess: Excess): string {
  const { policy, index } = excess.grant.source
  if (excess.kind === 'reach') {
    return JSON.stringify(['reach', policy, index, members(excess.actions)])
  }
  const { source, reach, clauses } = excess.against
  if (excess.kind === 'condition') {
    return JSON.stringify(['condition', policy, index, clauseText(clauses)])
  }
  return JSON.stringify(['deny', source.policy, source.index, reachText(reach)])
}

function describeReach({ first, grants, actions }: Group, sides: AccessSides): ReachChange {
  const instead = sides.other.grants.allows.filter((grant) => !isDisjoint(grant.actions, actions))
  return {
    actions: namesOf(actions, sides),
    resources: [...new Set(grants.map(({ reach }) => reachText(reach)))],
    instead: [...new Set(instead.map(({ reach }) => reachText(reach)))],
    isCertain: isProvenExcess(first, sides),
    place: placeOf(first.grant, sides.one.role),
  }
}

function describeCondition({ first, actions }: Group, sides: AccessSides): ConditionChange {
  const stricter = first.kind === 'reach' ? [] : first.against.clauses
  const looser = clauseText(first.grant.clauses)
  return {
    actions: namesOf(actions, sides),
    stricter: clauseText(stricter),
    ...(looser === '' ? {} : { looser }),
    isCertain: isProvenExcess(first, sides),
    place: placeOf(first.grant, sides.one.role),
  }
}

function describeDeny({ first, actions }: Group, sides: AccessSides): DenyChange {
  const deny = first.kind === 'reach' ? first.grant : first.against
  const conditions = clauseText(deny.clauses)
  return {
    actions: namesOf(actions, sides),
    deny: `${reachText(deny.reach)}${conditions === '' ? '' : ` if ${conditions}`}`,
    isCertain: isProvenExcess(first, sides),
    place: placeOf(deny, sides.other.role),
  }
}

function namesOf(actions: ActionSet, { scope }: AccessSides): readonly string[] {
  return members(actions).map(scope.nameOf)
}

/** Grants come from a role; without one there are none to place. */
function placeOf({ source }: Grant, role: AccessSides['one']['role']): Place {
  return role?.placeOf(source.path) ?? { file: '', line: 1, column: 1 }
}
