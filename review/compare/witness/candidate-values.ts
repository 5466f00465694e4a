import { parseIpRange } from '../../../core/policy/ip.ts'
import { parseDate, parseNumber } from '../../../core/policy/values.ts'
import type { Clause } from '../../access/clauses.ts'
import { samplesOf, STAND_IN } from './sample-text.ts'

/** A value of a condition key in a request; undefined for a request without the key. */
export type ContextValue = string | readonly string[] | undefined

/** More would take long, and says little new. */
const VALUES_MAX = 40

/**
 * Values of a key that may lie between two sides: those that its clauses write down, samples of their patterns, addresses
 * and numbers at the edges of their ranges and beyond, others than all of these, several at once, and none.
 */
export function candidateValues(clauses: readonly Clause[]): readonly ContextValue[] {
  const texts = [...new Set(clauses.flatMap(textsFor))].slice(0, VALUES_MAX)
  const isList = clauses.some(({ operator }) => operator?.qualifier !== undefined)
  const isSingle = clauses.some(({ operator }) => operator?.qualifier === undefined)
  const lists = isList ? [...texts.map((text) => [text]), ...pairsOf(texts), []] : []
  return [undefined, ...(isSingle ? texts : []), ...lists]
}

function pairsOf(texts: readonly string[]): readonly (readonly string[])[] {
  return texts
    .slice(0, 8)
    .flatMap((one, index) => texts.slice(index + 1, 8).map((other) => [one, other]))
}

function textsFor({ operator, values }: Clause): readonly string[] {
  if (operator === undefined) return []
  if (operator.isNull) return [STAND_IN]
  if (operator.name.includes('Bool')) return ['true', 'false']
  if (operator.name.includes('Numeric')) return values.flatMap(numbersAround)
  if (operator.name.includes('Date')) return values.flatMap(datesAround)
  if (operator.name.includes('IpAddress')) return [...values.flatMap(addressesAround), ...ELSEWHERE]
  const samples = /Like|Arn/.test(operator.name) ? values.flatMap(samplesOf) : values.map(plainText)
  const cased = operator.name.includes('IgnoreCase')
    ? samples.map((text) => (text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase()))
    : []
  const other = operator.name.includes('Arn') ? OTHER_ARN : `${STAND_IN}-other`
  const longer = samples.slice(0, 4).map((text) => `${text}-x`)
  return [...samples, ...cased, other, ...longer]
}

const OTHER_ARN = `arn:aws:iam::123456789012:role/${STAND_IN}-other`

/** A variable in a plain text has its value; other characters are themselves. */
function plainText(text: string): string {
  return samplesOf(text.replaceAll('*', '${*}').replaceAll('?', '${?}'))[0] ?? text
}

function numbersAround(text: string): readonly string[] {
  const value = parseNumber(text)
  return value === undefined ? [] : [value, value - 1, value + 1].map(String)
}

function datesAround(text: string): readonly string[] {
  const time = parseDate(text)
  if (time === undefined) return []
  return [time, time - 1000, time + 1000].map((at) => new Date(at).toISOString())
}

/** Addresses of no range that a policy is likely to have. */
const ELSEWHERE = ['198.18.77.1', '2001:db8:dead::1']

/** The first and the last of a range, and their neighbours outside. */
function addressesAround(text: string): readonly string[] {
  const range = parseIpRange(text)
  if (range === undefined) return []
  const bits = BigInt(range.bytes.length * 8)
  const whole = range.bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const size = 1n << (bits - BigInt(range.prefix))
  const first = (whole / size) * size
  return [first, first + size - 1n, first - 1n, first + size]
    .filter((address) => address >= 0n && address < 1n << bits)
    .map((address) => addressText(address, range.bytes.length))
}

function addressText(address: bigint, bytes: number): string {
  if (bytes === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.')
  }
  const groups = Array.from({ length: 8 }, (_, index) => BigInt(112 - index * 16))
  return groups.map((shift) => ((address >> shift) & 0xffffn).toString(16)).join(':')
}
