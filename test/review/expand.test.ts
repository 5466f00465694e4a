import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expandIamActions, invertIamActions } from '@cloud-copilot/iam-expand'
import fc from 'fast-check'
import { expandAction, expandStatement } from '../../review/actions/expand.ts'
import { THOROUGH } from '../support/thorough.ts'
import { table } from './stage.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 8000 : 1500))
const SEED = Number(process.env['DAYPASS_SEED'] ?? 20260103)

/** Names of actions with letters taken out for wildcards, so that most patterns match something. */
const pattern = fc
  .record({
    name: fc.constantFrom(...table.actions.map(({ name }) => name)),
    cuts: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6)), {
      maxLength: 3,
    }),
    wildcard: fc.constantFrom('*', '*', '?'),
    cased: fc.constantFrom('as it is', 'lower', 'upper'),
  })
  .map(({ name, cuts, wildcard, cased }) => {
    const colon = name.indexOf(':')
    let action = name.slice(colon + 1)
    for (const [where, length] of cuts) {
      const at = Math.floor(where * action.length)
      action = action.slice(0, at) + wildcard + action.slice(at + length)
    }
    const text = `${name.slice(0, colon)}:${action}`
    return cased === 'lower' ? text.toLowerCase() : cased === 'upper' ? text.toUpperCase() : text
  })

test(`on ${RUNS} random patterns the expansion is that of iam-expand`, async () => {
  await fc.assert(
    fc.asyncProperty(pattern, async (entry) => {
      const theirs = await expandIamActions(entry)
      assert.deepEqual(sorted(expandAction(entry, table)), sorted(theirs))
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

/** One random case: iam-expand takes seconds for each. */
test('what NotAction leaves is what iam-expand inverts', async () => {
  const random = fc.sample(fc.array(pattern, { minLength: 4, maxLength: 4 }), {
    numRuns: 1,
    seed: SEED,
  })
  for (const NotAction of [['s3:*', 'iam:Get*', 'organizations:*', 'account:*'], ...random]) {
    const theirs = await invertIamActions(NotAction)
    const ours = expandStatement({ Effect: 'Allow', NotAction, Resource: ['*'] }, table)
    assert.deepEqual(sorted(ours), sorted(theirs))
  }
})

test('wildcards may stand in the prefix, and * is everything', () => {
  assert.equal(expandAction('*', table).length, table.actions.length)
  assert.equal(expandAction('*:*', table).length, table.actions.length)
  assert.deepEqual(expandAction('st?:AssumeRoot', table), ['sts:AssumeRoot'])
  assert.deepEqual(expandAction('s3:Fetch*', table), [])
  assert.deepEqual(expandAction('s3', table), [])
})

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}
