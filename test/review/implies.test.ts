import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { conditionsHold } from '../../core/policy/conditions.ts'
import { readPolicyDocument } from '../../core/policy/document.ts'
import type { Conditions } from '../../core/policy/policy.ts'
import { clausesOf } from '../../review/access/clauses.ts'
import { excludesClauses, impliesConditions } from '../../review/access/implies.ts'
import { randomConditions, randomContext } from '../policy/random-conditions.ts'
import { THOROUGH } from '../support/thorough.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 60_000 : 15_000))
const SEED = Number(process.env['DAYPASS_SEED'] ?? 20260105)

const conditions = randomConditions.map((written): Conditions => {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', ...written }
  const policy = { Version: '2012-10-17', Statement: [statement] }
  return readPolicyDocument(policy, 'identity').Statement[0]?.Condition ?? {}
})
type Context = Readonly<Record<string, string | readonly string[]>>

test(`on ${RUNS} random conditions: a request that fulfils the stricter fulfils the looser`, () => {
  let implied = 0
  fc.assert(
    fc.property(
      conditions,
      conditions,
      fc.array(randomContext, { minLength: 4, maxLength: 4 }),
      (a, b, contexts) => {
        if (!impliesConditions(a, b)) return
        implied += 1
        for (const context of contexts) if (holds(a, context)) assert.ok(holds(b, context))
      },
    ),
    { numRuns: RUNS, seed: SEED },
  )
  assert.ok(implied > RUNS / 500, `only ${implied} implied one another`)
})

test(`on ${RUNS} random conditions: no request fulfils two that exclude each other`, () => {
  let excluding = 0
  fc.assert(
    fc.property(
      conditions,
      conditions,
      fc.array(randomContext, { minLength: 4, maxLength: 4 }),
      (a, b, contexts) => {
        if (!excludesClauses(clausesOf(a), clausesOf(b))) return
        excluding += 1
        for (const context of contexts) assert.ok(!(holds(a, context) && holds(b, context)))
      },
    ),
    { numRuns: RUNS, seed: SEED },
  )
  assert.ok(excluding > RUNS / 500, `only ${excluding} excluded one another`)
})

test('implication is found where people would see it', () => {
  const key = 'aws:RequestedRegion'
  const cases: readonly (readonly [stricter: Conditions, looser: Conditions, implies: boolean])[] =
    [
      [{ StringEquals: { [key]: ['a'] } }, {}, true],
      [{}, { StringEquals: { [key]: ['a'] } }, false],
      [
        { StringEquals: { [key]: ['a'] } },
        { StringEquals: { [key.toLowerCase()]: ['a', 'b'] } },
        true,
      ],
      [{ StringEquals: { [key]: ['a', 'b'] } }, { StringEquals: { [key]: ['a'] } }, false],
      [{ StringEquals: { [key]: ['eu-1'] } }, { StringLike: { [key]: ['eu-*'] } }, true],
      [{ StringLike: { [key]: ['eu-w*'] } }, { StringLike: { [key]: ['eu-*'] } }, true],
      [{ StringEquals: { [key]: ['a'] } }, { StringEqualsIfExists: { [key]: ['a'] } }, true],
      [{ StringEqualsIfExists: { [key]: ['a'] } }, { StringEquals: { [key]: ['a'] } }, false],
      [{ StringEquals: { [key]: ['a'] } }, { StringNotEquals: { [key]: ['b'] } }, true],
      [{ StringNotEquals: { [key]: ['a', 'b'] } }, { StringNotEquals: { [key]: ['a'] } }, true],
      [{ StringNotEquals: { [key]: ['a'] } }, { StringNotEquals: { [key]: ['a', 'b'] } }, false],
      [{ NumericLessThan: { n: ['5'] } }, { NumericLessThanEquals: { n: ['5'] } }, true],
      [{ NumericLessThanEquals: { n: ['5'] } }, { NumericLessThan: { n: ['5'] } }, false],
      [
        { DateLessThan: { d: ['2026-01-01T00:00:00Z'] } },
        { DateLessThan: { d: ['2027-01-01T00:00:00Z'] } },
        true,
      ],
      [{ IpAddress: { ip: ['10.1.0.0/16'] } }, { IpAddress: { ip: ['10.0.0.0/8'] } }, true],
      [{ IpAddress: { ip: ['10.0.0.0/8'] } }, { IpAddress: { ip: ['10.1.0.0/16'] } }, false],
      [{ NotIpAddress: { ip: ['10.0.0.0/8'] } }, { NotIpAddress: { ip: ['10.1.0.0/16'] } }, true],
      [{ ArnLike: { a: ['arn:aws:s3:::b'] } }, { ArnLike: { a: ['arn:aws:s3:::*'] } }, true],
      [{ Bool: { m: ['true'] } }, { Bool: { m: ['True'] } }, true],
      [{ Bool: { m: ['true'] } }, { Null: { m: ['false'] } }, true],
      [
        { 'ForAnyValue:StringEquals': { k: ['a'] } },
        { 'ForAllValues:StringEquals': { k: ['a'] } },
        false,
      ],
    ]
  for (const [stricter, looser, expected] of cases) {
    const label = `${JSON.stringify(stricter)} implies ${JSON.stringify(looser)}`
    assert.equal(impliesConditions(stricter, looser), expected, label)
  }
})

function holds(wanted: Conditions, context: Context): boolean {
  const index = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]))
  const lookup = (key: string) => index.get(key.toLowerCase())
  return conditionsHold(wanted, lookup, lookup)
}
