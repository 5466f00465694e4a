import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPolicyDocument } from '../../core/policy/document.ts'
import { askRole } from '../../review/ask-role.ts'
import { compareAccess } from '../../review/compare/compare-access.ts'
import { effectiveActions } from '../../review/access/effective-actions.ts'
import type { AccessDifference } from '../../review/model/access-change.ts'
import type { ReviewedRole } from '../../review/model/role-set.ts'
import { accessOf } from '../../review/access/role-access.ts'
import type { WrittenPolicy } from '../policy/random-case.ts'
import { ourAnswer, theirAnswer } from '../policy/simulate.ts'
import { THOROUGH } from '../support/thorough.ts'
import { randomChange } from './random-change.ts'
import { actionNames, role, table, userWith } from './stage.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 5000 : 1000))
const SIMULATED = Number(process.env['DAYPASS_RUNS'] ?? (THOROUGH ? 1000 : 250))
const PLAIN = role(userWith([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]))
const LIMIT = 'arn:aws:iam::111122223333:policy/limit'
const SEED = Number(process.env['DAYPASS_SEED'] ?? 20260102)

test(`in ${RUNS} random changes, whatever became possible is told as gained, and is lost the other way round`, () => {
  fc.assert(
    fc.property(randomChange, ({ base, head, ask }) => {
      const [before, after] = [reviewed(base), reviewed(head)]
      const { gained, lost } = compareAccess(before, after, table)
      const { action } = ask(head).request
      const [could, can] = [base, head].map((policy) => ourAnswer(ask(policy)) === 'allowed')
      if (can === true && could === false) assert.ok(tells(gained, action), `gained ${action}`)
      if (could === true && can === false) assert.ok(tells(lost, action), `lost ${action}`)
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

test(`in ${RUNS} random changes within boundaries that are known, likewise`, () => {
  fc.assert(
    fc.property(randomChange, ({ base, head, boundaries: [old, now], ask }) => {
      const [before, after] = [reviewed(base, old), reviewed(head, now)]
      const { gained } = compareAccess(before, after, table)
      const could = ourAnswer(ask(base, old)) === 'allowed'
      const can = ourAnswer(ask(head, now)) === 'allowed'
      const { action } = ask(head).request
      if (can && !could) assert.ok(tells(gained, action), `gained ${action}`)
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

test(`in ${SIMULATED} random changes, what iam-simulate allows now and did not before is told as gained`, async () => {
  await fc.assert(
    fc.asyncProperty(randomChange, async ({ base, head, ask }) => {
      const now = await theirAnswer(ask(head))
      const { action, resource, context } = ask(head).request
      const after = reviewed(head)
      assert.equal(askRole(after.access, { action, resource, context }).decision, now)
      if (now !== 'allowed') return
      assert.ok(actionNames(effectiveActions(after.access, table)).includes(nameOf(action)))
      if ((await theirAnswer(ask(base))) === 'allowed') return
      assert.ok(tells(compareAccess(reviewed(base), after, table).gained, action))
    }),
    { numRuns: SIMULATED, seed: SEED },
  )
})

test(`in ${RUNS} random policies, nothing is gained or lost by writing the same again`, () => {
  fc.assert(
    fc.property(randomChange, ({ head }) => {
      const shuffled = { ...head, Statement: head.Statement.toReversed() }
      const change = compareAccess(reviewed(head), reviewed(shuffled), table)
      assert.deepEqual([isNothing(change.gained), isNothing(change.lost)], [true, true])
    }),
    { numRuns: RUNS, seed: SEED },
  )
})

/** Not through a role file: daypass takes fewer spellings of a policy than AWS does. */
function reviewed(policy: WrittenPolicy, boundary?: WrittenPolicy): ReviewedRole {
  const policy_document = JSON.stringify(policy)
  if (boundary === undefined) {
    const plain = { ...PLAIN, role: { ...PLAIN.role, policy_document } }
    return { ...plain, access: accessOf(plain) }
  }
  const role = { ...PLAIN.role, policy_document, permissions_boundary_arn: LIMIT }
  const known = new Map([[LIMIT, readPolicyDocument(boundary, 'identity')]])
  return { ...PLAIN, role, access: accessOf({ ...PLAIN, role }, known) }
}

function tells(found: AccessDifference, action: string): boolean {
  const told = [found.actions, found.reach, found.conditions, found.denies].flatMap(actionNames)
  return told.includes(nameOf(action))
}

function nameOf(action: string): string {
  return table.find(action)?.name ?? action
}

function isNothing({ actions, reach, conditions, denies, wildcards }: AccessDifference): boolean {
  return [actions, reach, conditions, denies, wildcards].every(({ length }) => length === 0)
}
