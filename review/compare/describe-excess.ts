import { type ActionSet, isDisjoint, members, union } from '../actions/action-set.ts'
import type { AccessSides } from './access-sides.ts'
import { clauseDifference } from './clause-difference.ts'
import { clauseText } from '../access/clauses.ts'
import type { Grant } from '../access/grants.ts'
import type { Excess } from './excess.ts'
import { findWitness } from './witness/find-witness.ts'
import { defined } from '../../core/language/defined.ts'
import { reachText } from '../access/reach.ts'
import type {
  AccessDifference,
  ConditionChange,
  DenyChange,
  ReachChange,
  Witness,
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
  readonly all: Excess[]
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
      groups.set(key, { kind, first: excess, all: [excess], grants: [grant], actions })
    } else {
      group.all.push(excess)
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

function describeReach(group: Group, sides: AccessSides): ReachChange {
  const { first, grants, actions } = group
  const instead = sides.other.grants.allows.filter((grant) => !isDisjoint(grant.actions, actions))
  return {
    actions: namesOf(actions, sides),
    resources: [...new Set(grants.map(({ reach }) => reachText(reach)))],
    instead: [...new Set(instead.map(({ reach }) => reachText(reach)))],
    ...defined({ witness: witnessOf(group, sides) }),
    place: placeOf(first.grant, sides.one.role),
  }
}

function describeCondition(group: Group, sides: AccessSides): ConditionChange {
  const { first, actions } = group
  const stricter = first.kind === 'reach' ? [] : first.against.clauses
  const looser = clauseText(first.grant.clauses)
  return {
    actions: namesOf(actions, sides),
    stricter: clauseText(stricter),
    ...(looser === '' ? {} : { looser }),
    ...defined({ difference: clauseDifference(stricter, first.grant.clauses) }),
    ...defined({ witness: witnessOf(group, sides) }),
    place: placeOf(first.grant, sides.one.role),
  }
}

function describeDeny(group: Group, sides: AccessSides): DenyChange {
  const { first, actions } = group
  const deny = first.kind === 'reach' ? first.grant : first.against
  const conditions = clauseText(deny.clauses)
  return {
    actions: namesOf(actions, sides),
    deny: `${reachText(deny.reach)}${conditions === '' ? '' : ` if ${conditions}`}`,
    ...defined({ witness: witnessOf(group, sides) }),
    place: placeOf(deny, sides.other.role),
  }
}

/** One of those that are told as one is enough. */
const EXCESSES_TRIED = 3

function witnessOf({ all }: Group, sides: AccessSides): Witness | undefined {
  for (const excess of all.slice(0, EXCESSES_TRIED)) {
    const found = findWitness(excess, sides)
    if (found !== undefined) return found
  }
  return undefined
}

function namesOf(actions: ActionSet, { scope }: AccessSides): readonly string[] {
  return members(actions).map(scope.nameOf)
}

/** Grants come from a role; without one there are none to place. */
function placeOf({ source }: Grant, role: AccessSides['one']['role']): Place {
  return role?.placeOf(source.path) ?? { file: '', line: 1, column: 1 }
}
