import { matchesArn } from './arn.ts'
import { ipRangeHolds, parseIpRange } from './ip.ts'
import type { Pattern } from './match.ts'
import { matchesPattern, writtenPattern } from './match.ts'
import { parseBoolean, parseDate, parseNumber } from './values.ts'
import type { ContextLookup } from './variables.ts'
import { hasVariables, resolvePattern, resolveVariables } from './variables.ts'

/** What an operator does with one value of the request and one of the policy. */
interface Comparison {
  /** Whether they match; for a negated operator, whether what it negates does. */
  readonly matches: (
    actual: string,
    wanted: string,
    variables: ContextLookup | undefined,
  ) => boolean
  /** Whether a value of the policy could match anything at all. */
  readonly accepts: (wanted: string) => boolean
  /** What it accepts, for a message. */
  readonly expects: string
}

/** A condition operator, with its qualifier and its suffix. */
export interface ConditionOperator extends Comparison {
  /** In AWS's own case, e.g. `ForAnyValue:StringLikeIfExists`. */
  readonly name: string
  readonly negated: boolean
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | undefined
  readonly ifExists: boolean
  /** `Null` looks at whether the key is there, not at what it holds. */
  readonly isNull: boolean
}

/** The operator of a name, in any case; undefined when AWS has none such. */
export function findOperator(name: string): ConditionOperator | undefined {
  return OPERATORS.get(name) ?? OPERATORS.get(name.toLowerCase())
}

function text(same: (actual: string, wanted: string) => boolean): Comparison {
  return {
    matches: (actual, wanted, variables) => {
      if (variables === undefined || !hasVariables(wanted)) return same(actual, wanted)
      const resolved = resolveVariables(wanted, variables)
      return resolved !== undefined && same(actual, resolved)
    },
    accepts: () => true,
    expects: 'text',
  }
}

function wildcards(fits: (pattern: Pattern, actual: string) => boolean): Comparison {
  return {
    matches: (actual, wanted, variables) => {
      if (variables === undefined || !hasVariables(wanted)) {
        return fits(writtenPattern(wanted), actual)
      }
      const resolved = resolvePattern(wanted, variables)
      return resolved !== undefined && fits(resolved, actual)
    },
    accepts: () => true,
    expects: 'text',
  }
}

function parsed<T>(
  parse: (text: string) => T | undefined,
  holds: (actual: T, wanted: T) => boolean,
  expects: string,
): Comparison {
  return {
    matches: (actual, wanted) => {
      const left = parse(actual)
      const right = parse(wanted)
      return left !== undefined && right !== undefined && holds(left, right)
    },
    accepts: (wanted) => parse(wanted) !== undefined,
    expects,
  }
}

function date(holds: (actual: number, wanted: number) => boolean): Comparison {
  return parsed(parseDate, holds, 'a date such as 2026-01-31T12:00:00Z, or epoch seconds')
}

function number(holds: (actual: number, wanted: number) => boolean): Comparison {
  return parsed(parseNumber, holds, 'a number')
}

const isTrue = parsed(parseBoolean, (actual, wanted) => actual === wanted, 'true or false')
/**
 * The operators page allows variables with `Bool`; the variables page does not. The wider reading
 * is taken.
 */
const bool: Comparison = {
  ...text((actual, wanted) => isTrue.matches(actual, wanted, undefined)),
  accepts: (wanted) => hasVariables(wanted) || isTrue.accepts(wanted),
  expects: isTrue.expects,
}

/** Binary values are base64 text on both sides, compared byte for byte. */
function parseBase64(value: string): string | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(value)
    ? Buffer.from(value, 'base64').toString('hex')
    : undefined
}

const same = (actual: string, wanted: string) => actual === wanted
const sameIgnoringCase = (actual: string, wanted: string) =>
  actual.toLowerCase() === wanted.toLowerCase()
const equal = (actual: number, wanted: number) => actual === wanted
const less = (actual: number, wanted: number) => actual < wanted
const lessOrEqual = (actual: number, wanted: number) => actual <= wanted
const greater = (actual: number, wanted: number) => actual > wanted
const greaterOrEqual = (actual: number, wanted: number) => actual >= wanted
const address = parsed(
  parseIpRange,
  (actual, range) => ipRangeHolds(range, actual),
  'an IP address or a range such as 203.0.113.0/24',
)

/** Name, what it compares, and the name of its negation if it has one. */
const BASES: readonly (readonly [name: string, Comparison, negation?: string])[] = [
  ['StringEquals', text(same), 'StringNotEquals'],
  ['StringEqualsIgnoreCase', text(sameIgnoringCase), 'StringNotEqualsIgnoreCase'],
  ['StringLike', wildcards(matchesPattern), 'StringNotLike'],
  ['NumericEquals', number(equal), 'NumericNotEquals'],
  ['NumericLessThan', number(less)],
  ['NumericLessThanEquals', number(lessOrEqual)],
  ['NumericGreaterThan', number(greater)],
  ['NumericGreaterThanEquals', number(greaterOrEqual)],
  ['DateEquals', date(equal), 'DateNotEquals'],
  ['DateLessThan', date(less)],
  ['DateLessThanEquals', date(lessOrEqual)],
  ['DateGreaterThan', date(greater)],
  ['DateGreaterThanEquals', date(greaterOrEqual)],
  ['Bool', bool],
  ['BinaryEquals', parsed(parseBase64, same, 'base64')],
  ['IpAddress', address, 'NotIpAddress'],
  ['ArnEquals', wildcards(matchesArn), 'ArnNotEquals'],
  ['ArnLike', wildcards(matchesArn), 'ArnNotLike'],
]

/** Under AWS's spelling and under the same in lower case. */
const OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map(
  [...BASES.flatMap(withNegation), nullOperator()].flatMap((operator) => [
    [operator.name, operator],
    [operator.name.toLowerCase(), operator],
  ]),
)

function withNegation([name, comparison, negation]: (typeof BASES)[number]): ConditionOperator[] {
  const positive = variants(name, comparison, false)
  return negation === undefined ? positive : [...positive, ...variants(negation, comparison, true)]
}

function variants(base: string, comparison: Comparison, negated: boolean): ConditionOperator[] {
  return ([undefined, 'ForAllValues', 'ForAnyValue'] as const).flatMap((qualifier) =>
    [false, true].map((ifExists) => ({
      ...comparison,
      name: `${qualifier === undefined ? '' : `${qualifier}:`}${base}${ifExists ? 'IfExists' : ''}`,
      negated,
      qualifier,
      ifExists,
      isNull: false,
    })),
  )
}

/** "You can add IfExists to the end of any condition operator name except the Null condition". */
function nullOperator(): ConditionOperator {
  return {
    ...isTrue,
    name: 'Null',
    negated: false,
    qualifier: undefined,
    ifExists: false,
    isNull: true,
  }
}
