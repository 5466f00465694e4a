import type { Num } from './value.ts'

const WHOLE = /^[+-]?\d+$/
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
/** Of 512 bits. A longer text is kept as it is: to turn it into a `bigint` takes time that grows with its square. */
const WHOLE_DIGITS_MAX = 155
const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** Reads decimal digits, exactly; `undefined` where the text is no number. */
export function readDigits(digits: string): Num | undefined {
  if (WHOLE.test(digits) && digits.length <= WHOLE_DIGITS_MAX)
    return fromBigInt(BigInt(digits.replace(/^\+/, '')))
  return DECIMAL.test(digits) ? digits : undefined
}

/** A whole number in its usual form. */
export function fromBigInt(whole: bigint): Num {
  const small = Number(whole)
  return Number.isSafeInteger(small) ? small : whole
}

/** What goes over the wire: a whole number that fits, a double, or decimal digits. */
export function toWire(num: Num): number | bigint | string {
  if (typeof num === 'string') return num
  if (typeof num === 'number' && !Number.isInteger(num)) return num
  const whole = BigInt(num)
  if (whole < INT64_MIN || whole > INT64_MAX) return whole.toString()
  // The writer of MessagePack makes a double of a larger `number`.
  return BigInt.asIntN(32, whole) === whole ? Number(whole) : whole
}

/** The number as a whole one, `undefined` where it has a fraction or is beyond ±2^53. */
export function wholeNumber(num: Num): number | undefined {
  const value = Number(num)
  if (!Number.isSafeInteger(value)) return undefined
  return typeof num !== 'string' || !/[.eE]/.test(num) || isWholeDecimal(num) ? value : undefined
}

/** `1.0` and `1e3` are whole, `1.00000000000000000001` is not, although a double does not see it. */
function isWholeDecimal(digits: string): boolean {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e')
  const fraction = (mantissa.split('.')[1] ?? '').replace(/0+$/, '')
  return fraction.length <= Number(exponent)
}

/**
 * Reads JSON without losing digits: a number that is no safe integer comes out as the text of its digits. (The reviver
 * of `JSON.parse` sees the source only from Node 22 on.)
 */
export function parseJson(json: string): unknown {
  const exact = json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') || isSafeWhole(token) ? token : `"${token}"`,
  )
  return JSON.parse(exact) as unknown
}

function isSafeWhole(token: string): boolean {
  return WHOLE.test(token) && Number.isSafeInteger(Number(token))
}
