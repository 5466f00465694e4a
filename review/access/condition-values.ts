import { splitArn } from '../../core/policy/arn.ts'
import { ipRangeHolds, parseIpRange } from '../../core/policy/ip.ts'
import { parseBoolean, parseDate, parseNumber } from '../../core/policy/values.ts'
import type { Clause } from './clauses.ts'
import { containsTokens, textTokens, type Token, tokensOf } from '../patterns/glob.ts'

/** What an operator compares, whatever its qualifier, suffix and negation. */
type Comparing =
  'text' | 'text-ignoring-case' | 'pattern' | 'arn' | 'number' | 'date' | 'bool' | 'binary' | 'ip'

const COMPARING: Readonly<Record<string, Comparing>> = {
  StringEquals: 'text',
  StringEqualsIgnoreCase: 'text-ignoring-case',
  StringLike: 'pattern',
  ArnEquals: 'arn',
  ArnLike: 'arn',
  NumericEquals: 'number',
  NumericLessThan: 'number',
  NumericLessThanEquals: 'number',
  NumericGreaterThan: 'number',
  NumericGreaterThanEquals: 'number',
  DateEquals: 'date',
  DateLessThan: 'date',
  DateLessThanEquals: 'date',
  DateGreaterThan: 'date',
  DateGreaterThanEquals: 'date',
  Bool: 'bool',
  BinaryEquals: 'binary',
  IpAddress: 'ip',
}

/**
 * Whether everything that matches the value `inner` under its clause's operator matches `outer` under its own; of a
 * negated operator, what it negates counts. Certain when it says yes.
 */
export function coversValue(
  outerClause: Clause,
  outer: string,
  innerClause: Clause,
  inner: string,
): boolean {
  const [wide, narrow] = [comparingOf(outerClause), comparingOf(innerClause)]
  if (wide === undefined || narrow === undefined) return false
  if (wide === narrow) return coversAlike(wide, { outerClause, outer, innerClause, inner })
  if (wide === 'pattern') {
    const tokens = patternTokens(narrow, inner)
    return tokens !== undefined && containsTokens(tokensOf(outer), tokens)
  }
  // No field of an ARN but the last holds a colon, so that both ways to match one are the same.
  if (wide === 'arn' && narrow === 'pattern')
    return isWholeArn(outer) && isWholeArn(inner) && containsFields(outer, inner)
  if (wide === 'text-ignoring-case' && narrow === 'text') return sameIgnoringCase(outer, inner)
  return wide === 'text' && narrow === 'pattern' && outer === inner && !/[*?$]/.test(inner)
}

interface Values {
  readonly outerClause: Clause
  readonly outer: string
  readonly innerClause: Clause
  readonly inner: string
}

function coversAlike(comparing: Comparing, values: Values): boolean {
  const { outer, inner } = values
  switch (comparing) {
    case 'text':
    case 'binary':
      return outer === inner
    case 'text-ignoring-case':
      return sameIgnoringCase(outer, inner)
    case 'pattern':
      return containsTokens(tokensOf(outer), tokensOf(inner))
    case 'arn':
      return (
        outer === inner || (isWholeArn(outer) && isWholeArn(inner) && containsFields(outer, inner))
      )
    case 'number':
      return containsSpan(values, parseNumber)
    case 'date':
      return containsSpan(values, parseDate)
    case 'bool':
      return outer === inner || (parseBoolean(outer) ?? outer) === (parseBoolean(inner) ?? inner)
    case 'ip': {
      const [range, part] = [parseIpRange(outer), parseIpRange(inner)]
      return range !== undefined && part !== undefined && ipRangeHolds(range, part)
    }
  }
}

function comparingOf({ operator }: Clause): Comparing | undefined {
  if (operator === undefined) return undefined
  const base = operator.name
    .replace(/^For(?:All|Any)Values?:/, '')
    .replace(/IfExists$/, '')
    .replace(/^Not(?=Ip)/, '')
    .replace(/^(String|Numeric|Date|Arn)Not/, '$1')
  return COMPARING[base]
}

function patternTokens(narrow: Comparing, inner: string): readonly Token[] | undefined {
  if (narrow === 'arn') return isWholeArn(inner) ? tokensOf(inner) : undefined
  if (narrow !== 'text') return undefined
  return inner.includes('${')
    ? tokensOf(inner.replaceAll('*', '${*}').replaceAll('?', '${?}'))
    : textTokens(inner)
}

/** Variables and default values are compared as they are, in all their letters. */
function sameIgnoringCase(a: string, b: string): boolean {
  return a.includes('${') || b.includes('${') ? a === b : a.toLowerCase() === b.toLowerCase()
}

/** Has six fields, and no variable whose value could bring further ones. */
function isWholeArn(text: string): boolean {
  return text.split(':').length >= 6 && !text.includes('${')
}

/** `ArnLike` checks "each of the six colon-delimited components […] separately". */
function containsFields(outer: string, inner: string): boolean {
  const [wide, narrow] = [splitArn(outer) ?? [], splitArn(inner) ?? []]
  return wide.every((field, index) =>
    containsTokens(tokensOf(field), tokensOf(narrow[index] ?? '')),
  )
}

interface Span {
  readonly from: number
  readonly to: number
  readonly withFrom: boolean
  readonly withTo: boolean
}

function containsSpan(values: Values, parse: (text: string) => number | undefined): boolean {
  const outer = spanOf(values.outerClause, parse(values.outer))
  const inner = spanOf(values.innerClause, parse(values.inner))
  if (outer === undefined || inner === undefined) return false
  const begins =
    outer.from < inner.from || (outer.from === inner.from && (outer.withFrom || !inner.withFrom))
  const ends = outer.to > inner.to || (outer.to === inner.to && (outer.withTo || !inner.withTo))
  return begins && ends
}

function spanOf({ operator }: Clause, value: number | undefined): Span | undefined {
  if (operator === undefined || value === undefined) return undefined
  const isEqual = operator.name.includes('Equals')
  if (operator.name.includes('LessThan')) {
    return { from: -Infinity, to: value, withFrom: true, withTo: isEqual }
  }
  if (operator.name.includes('GreaterThan')) {
    return { from: value, to: Infinity, withFrom: isEqual, withTo: true }
  }
  return { from: value, to: value, withFrom: true, withTo: true }
}
