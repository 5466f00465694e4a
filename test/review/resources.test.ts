import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { matchesResource, splitArn } from '../../core/policy/arn.ts'
import {
  containsPattern,
  fitsAction,
  overlapsPattern,
} from '../../review/patterns/resource-patterns.ts'
import { THOROUGH } from '../support/thorough.ts'
import { table } from './stage.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 100_000 : 20_000))
const SEED = Number(process.env['DAYPASS_SEED'] ?? 20260104)

/** Few letters, so that texts and patterns meet. */
const letters = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), maxLength })
const field = letters('ab*?', 3)
const entry = fc.oneof(
  { weight: 6, arbitrary: letters('ab*?/:', 7).map((rest) => `arn:aws:s3:::${rest}`) },
  {
    weight: 3,
    arbitrary: fc.tuple(field, field, letters('ab*?/:', 5)).map((f) => `arn:aws:s3:${f.join(':')}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('*', 'arn:aws:s3', 'arn:aws:s3:*', 'arn:*', 'arn:*:s3:::*'),
  },
)
const plain = letters('ab', 3)
const arn = fc.oneof(
  letters('ab/:', 7).map((rest) => `arn:aws:s3:::${rest}`),
  fc.tuple(plain, plain, letters('ab/:', 5)).map((f) => `arn:aws:s3:${f.join(':')}`),
)

test(`on ${RUNS} random entries: what the inner one matches, an entry that contains it matches`, () => {
  let contained = 0
  fc.assert(
    fc.property(
      entry,
      entry,
      fc.array(arn, { minLength: 8, maxLength: 8 }),
      (outer, inner, arns) => {
        if (!containsPattern(outer, inner)) return
        contained += 1
        for (const text of arns) if (matches(inner, text)) assert.ok(matches(outer, text), text)
      },
    ),
    { numRuns: RUNS, seed: SEED },
  )
  assert.ok(contained > RUNS / 50, `only ${contained} contained one another`)
})

test(`on ${RUNS} random entries: two that match one ARN overlap`, () => {
  let met = 0
  fc.assert(
    fc.property(entry, entry, arn, (a, b, text) => {
      if (!matches(a, text) || !matches(b, text)) return
      met += 1
      assert.ok(overlapsPattern(a, b))
    }),
    { numRuns: RUNS, seed: SEED },
  )
  assert.ok(met > RUNS / 200, `only ${met} met`)
})

test('containment is found where people would see it', () => {
  const cases: readonly (readonly [outer: string, inner: string, contains: boolean])[] = [
    ['*', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b*', 'arn:aws:s3:::b/*', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b*', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::B/*', 'arn:aws:s3:::b/x', false],
    ['arn:aws:s3:::*/x', 'arn:aws:s3:::b/*/x', true],
    ['arn:aws:s3:::?', 'arn:aws:s3:::*', false],
    ['arn:aws:s3:::?*', 'arn:aws:s3:::*?', true],
    ['arn:aws:sns:*:*:t', 'arn:aws:sns:eu-west-1:123456789012:t', true],
    ['arn:aws:sns:eu-*:*:t', 'arn:aws:sns:*:123456789012:t', false],
    ['arn:aws:s3:::${aws:username}/*', 'arn:aws:s3:::${aws:UserName}/x', true],
    ['arn:aws:s3:::${aws:username}/*', 'arn:aws:s3:::*/x', false],
    ['arn:aws:s3:::*/x', 'arn:aws:s3:::${aws:username}/x', true],
    ['arn:aws:s3:::?', 'arn:aws:s3:::${aws:username}', false],
    ['arn:aws:s3:::${*}', 'arn:aws:s3:::*', false],
    ['arn:*', '*', false],
  ]
  for (const [outer, inner, expected] of cases) {
    assert.equal(containsPattern(outer, inner), expected, `${outer} contains ${inner}`)
  }
})

test('an entry fits an action when it may match what the action works on', () => {
  const fits = (entry: string, name: string) => {
    const action = table.find(name)
    assert.ok(action, name)
    return fitsAction(entry, action)
  }
  assert.equal(fits('arn:aws:s3:::b/*', 's3:GetObject'), true)
  assert.equal(fits('arn:aws:s3:::b', 's3:GetObject'), false)
  assert.equal(fits('arn:aws:s3:::b*', 's3:GetObject'), true)
  assert.equal(fits('arn:aws:s3:::b', 's3:ListBucket'), true)
  assert.equal(fits('arn:aws:s3:::b/*', 's3:ListBucket'), false)
  assert.equal(fits('arn:aws:s3:::*', 's3:ListBucket'), true)
  assert.equal(fits('arn:aws:s3:::b', 's3:ListAllMyBuckets'), false)
  assert.equal(fits('*', 's3:ListAllMyBuckets'), true)
  assert.equal(fits('arn:aws:iam::123456789012:role/x', 'iam:PassRole'), true)
  assert.equal(fits('arn:aws:iam::123456789012:user/x', 'iam:PassRole'), false)
  assert.equal(fits('arn:aws:logs:*:log-group:/x:*', 'logs:CreateLogStream'), true)
})

function matches(pattern: string, text: string): boolean {
  return matchesResource(pattern, text, splitArn(text), undefined)
}
