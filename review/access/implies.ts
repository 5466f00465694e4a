import { conditionsHold } from '../../core/policy/conditions.ts'
import type { Conditions } from '../../core/policy/policy.ts'
import { hasVariables } from '../../core/policy/variables.ts'
import { type Clause, clausesOf } from './clauses.ts'
import { coversValue } from './condition-values.ts'

/**
 * Whether every request that fulfils the one condition fulfils the other as well. Certain when it says yes; where it
 * cannot know, it says no.
 */
export function impliesConditions(
  stricter: Conditions | undefined,
  looser: Conditions | undefined,
): boolean {
  return impliesClauses(clausesOf(stricter), clausesOf(looser))
}

/** As {@link impliesConditions}, for clauses that all hold together. */
export function impliesClauses(stricter: readonly Clause[], looser: readonly Clause[]): boolean {
  return looser.every((wanted) => stricter.some((given) => impliesClause(given, wanted)))
}

/** Whether no request can fulfil both. Certain when it says yes. */
export function excludesClauses(a: readonly Clause[], b: readonly Clause[]): boolean {
  return a.some((left) => b.some((right) => excludes(left, right) || excludes(right, left)))
}

function impliesClause(given: Clause, wanted: Clause): boolean {
  if (given.key !== wanted.key) return false
  const values = onlyValues(given)
  if (values !== undefined && compares(values, wanted)) {
    return values.texts.every((value) => holds(wanted, value))
  }
  const [mine, theirs] = [given.operator, wanted.operator]
  if (mine === undefined || theirs === undefined) return false
  if (mine.isNull || theirs.isNull) return mine.isNull && theirs.isNull && sameValues(given, wanted)
  if (mine.negated !== theirs.negated) return false
  if (!qualifierFits(given, wanted)) return false
  if (holdsWithoutKey(given) && !holdsWithoutKey(wanted)) return false
  return mine.negated
    ? wanted.values.every((value) =>
        given.values.some((of) => coversValue(given, of, wanted, value)),
      )
    : given.values.every((value) =>
        wanted.values.some((of) => coversValue(wanted, of, given, value)),
      )
}

/** `given` allows few values only, and `other` holds for none of them. */
function excludes(given: Clause, other: Clause): boolean {
  if (given.key !== other.key) return false
  if (isPresence(given, 'true') && !holdsWithoutKey(other)) return other.operator !== undefined
  const values = onlyValues(given)
  if (values === undefined || !compares(values, other)) return false
  return !values.texts.some((value) => holds(other, value))
}

interface OnlyValues {
  readonly texts: readonly string[]
  readonly areBooleans: boolean
}

/** All values that the key of a request can have under a clause, if these are a few plain texts. */
function onlyValues({ operator, values }: Clause): OnlyValues | undefined {
  if (operator === undefined || operator.ifExists || operator.qualifier !== undefined)
    return undefined
  const areBooleans = operator.name === 'Bool'
  if (!areBooleans && operator.name !== 'StringEquals') return undefined
  return values.some((value) => hasVariables(value) || value === '')
    ? undefined
    : { texts: values, areBooleans }
}

/** `Bool` takes `true` in any case, so that only `Bool` and `Null` can be tried with one spelling. */
function compares({ areBooleans }: OnlyValues, { operator, values }: Clause): boolean {
  if (operator === undefined || values.some(hasVariables)) return false
  return !areBooleans || operator.isNull || /(^|:)Bool(IfExists)?$/.test(operator.name)
}

function holds({ name, key, values }: Clause, value: string): boolean {
  return conditionsHold(
    { [name]: { [key]: values } },
    (asked) => (asked === key ? value : undefined),
    undefined,
  )
}

/** `ForAllValues` also holds for one value and for none, `ForAnyValue` for one. */
function qualifierFits(given: Clause, wanted: Clause): boolean {
  const [mine, theirs] = [given.operator?.qualifier, wanted.operator?.qualifier]
  if (mine === theirs) return true
  if (mine !== undefined) return false
  return theirs === 'ForAllValues' || given.operator?.negated === false
}

/** Whether a clause holds for a request that does not have the key. */
function holdsWithoutKey(clause: Clause): boolean {
  const { operator } = clause
  if (operator === undefined) return false
  if (operator.isNull) return isPresence(clause, 'true')
  if (operator.ifExists || operator.qualifier === 'ForAllValues') return true
  return operator.negated && operator.qualifier === undefined
}

function isPresence({ operator, values }: Clause, value: 'true' | 'false'): boolean {
  return (
    operator?.isNull === true && values.length > 0 && values.every((v) => v.toLowerCase() === value)
  )
}

function sameValues(a: Clause, b: Clause): boolean {
  const lower = (values: readonly string[]) => new Set(values.map((value) => value.toLowerCase()))
  const [left, right] = [lower(a.values), lower(b.values)]
  return [...left].every((value) => right.has(value))
}
