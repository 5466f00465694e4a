import { conditionsHold } from '../../../core/policy/conditions.ts'
import { includes, members } from '../../actions/action-set.ts'
import type { ActionInfo } from '../../actions/action-table.ts'
import type { Clause } from '../../access/clauses.ts'
import type { Grant } from '../../access/grants.ts'
import { overlapsReach } from '../../access/reach.ts'
import type { Witness } from '../../model/access-change.ts'
import type { AccessSides } from '../access-sides.ts'
import type { Excess } from '../excess.ts'
import { type ContextValue, candidateValues } from './candidate-values.ts'
import { decider } from './decide-request.ts'
import { samplesOf, STAND_IN, variablesIn, variableValue } from './sample-text.ts'

/** Requests that are tried for an action, and actions that are. */
const TRIES_MAX = 4_000
const ACTIONS_MAX = 4
const RESOURCES_MAX = 12

/**
 * A request that the one side allows and the other does not, about what was found: made up, put to both, and decided as
 * AWS would. Undefined where none was found: it then stays open whether the one side really reaches further.
 */
export function findWitness(excess: Excess, sides: AccessSides): Witness | undefined {
  for (const index of members(excess.actions).slice(0, ACTIONS_MAX)) {
    const found = witnessFor(index, excess, sides)
    if (found !== undefined) return found
  }
  return undefined
}

type Context = Readonly<Record<string, ContextValue>>

function witnessFor(index: number, excess: Excess, sides: AccessSides): Witness | undefined {
  const action = sides.scope.nameOf(index)
  const isOpen = decider(action, sides)
  const near = neighbours(index, excess, sides)
  const values = valuesByKey(near)
  const resources = resourcesFor(excess, near, sides.scope.infoOf(index))
  let tries = 0
  for (const context of contextsFor(excess, sides, { index, values })) {
    for (const resource of resources) {
      tries += 1
      if (tries > TRIES_MAX) return undefined
      const request = { resource, context: withoutMissing(context) }
      if (isOpen(request)) return { action, ...request }
    }
  }
  return undefined
}

/** All that has a say about the action, on either side; what was found first. */
function neighbours(index: number, excess: Excess, { one, other }: AccessSides): readonly Grant[] {
  const all = [one, other].flatMap(({ grants }) => [...grants.allows, ...grants.denies])
  const against = excess.kind === 'reach' ? [] : [excess.against]
  return [excess.grant, ...against, ...all.filter(({ actions }) => includes(actions, index))]
}

type Values = ReadonlyMap<string, readonly ContextValue[]>

function valuesByKey(near: readonly Grant[]): Values {
  const clauses = new Map<string, Clause[]>()
  for (const clause of near.flatMap((grant) => grant.clauses)) {
    const known = clauses.get(clause.key)
    if (known === undefined) clauses.set(clause.key, [clause])
    else known.push(clause)
  }
  const values = new Map([...clauses].map(([key, all]) => [key, candidateValues(all)] as const))
  const texts = near.flatMap(({ clauses: all, reach }) => [
    ...all.flatMap((clause) => clause.values),
    ...(reach.kind === 'entry' ? [reach.resource] : reach.except),
  ])
  for (const key of new Set(texts.flatMap(variablesIn))) {
    const known = values.get(key) ?? [undefined]
    values.set(key, [...new Set([variableValue(key), ...known, `${STAND_IN}-other`])])
  }
  return values
}

/** On other resources than the grant's, other grants may differ: that proves nothing of what was found. */
function resourcesFor(
  { grant, ...excess }: Excess,
  near: readonly Grant[],
  info: ActionInfo | undefined,
): readonly string[] {
  const patterns = near.flatMap(({ reach, within }) =>
    [reach, ...within].flatMap((one) => (one.kind === 'entry' ? [one.resource] : one.except)),
  )
  const kinds = info?.resourceTypes.flatMap(({ templates }) => templates.map(templateText)) ?? []
  const reaches = [grant.reach, ...grant.within]
  if (excess.kind === 'deny') reaches.push(excess.against.reach)
  const fitting = [...patterns, ...kinds, '*']
    .flatMap(samplesOf)
    .filter((resource) =>
      reaches.every((reach) => overlapsReach(reach, { kind: 'entry', resource })),
    )
  return [...new Set(fitting)].slice(0, RESOURCES_MAX)
}

function templateText(template: string): string {
  return template
    .replaceAll('${Partition}', 'aws')
    .replaceAll('${Region}', 'eu-west-1')
    .replaceAll('${Account}', '123456789012')
}

interface Searched {
  readonly index: number
  readonly values: Values
}

/**
 * Contexts under which the grant holds: those that a deny or a stricter allow of the other side is made for as well, each
 * with no key, one or two changed.
 */
function* contextsFor(
  excess: Excess,
  { other }: AccessSides,
  { index, values }: Searched,
): Generator<Context> {
  const denies = other.grants.denies.filter(({ actions }) => includes(actions, index))
  const first = excess.kind === 'deny' ? [excess.against] : []
  const lists = [...first.map(({ clauses }) => clauses), [], ...denies.map((deny) => deny.clauses)]
  const bases = lists.map((clauses) => fulfilling([...excess.grant.clauses, ...clauses], values))
  yield* bases
  for (const base of bases) yield* changed(base, values)
  for (const base of bases.slice(0, 3)) {
    for (const one of changed(base, values)) yield* changed(one, values)
  }
}

function* changed(base: Context, values: Values): Generator<Context> {
  for (const [key, all] of values) {
    for (const value of all) if (value !== base[key]) yield { ...base, [key]: value }
  }
}

/** For each key a value that fulfils all its clauses, where one is known; a variable has its usual value. */
function fulfilling(clauses: readonly Clause[], values: Values): Context {
  const usual = (key: string): string | undefined => {
    const all = values.get(key) ?? []
    return all.includes(variableValue(key)) ? variableValue(key) : undefined
  }
  return Object.fromEntries(
    [...values].map(([key, all]) => {
      const own = clauses.filter((clause) => clause.key === key)
      const fits = (value: ContextValue) => own.every((clause) => holds(clause, value, usual))
      return [key, own.length === 0 ? usual(key) : all.find(fits)] as const
    }),
  )
}

function holds(
  { name, key, values }: Clause,
  value: ContextValue,
  usual: (key: string) => string | undefined,
): boolean {
  return conditionsHold({ [name]: { [key]: values } }, () => value, usual)
}

function withoutMissing(context: Context): Witness['context'] {
  return Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}
