import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { THOROUGH } from '../support/thorough.ts'
import { randomCase } from './random-case.ts'
import { ourAnswer, theirAnswer } from './simulate.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 2000 : 500))
const SEED = Number(process.env['DAYPASS_SEED'] ?? 20260101)

test(`on ${RUNS} random cases the answer is that of iam-simulate`, async () => {
  await fc.assert(
    fc.asyncProperty(randomCase, async (made) => {
      assert.equal(ourAnswer(made), await theirAnswer(made))
    }),
    { numRuns: RUNS, seed: SEED },
  )
})
