import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from '../role/problems-of.ts'
import { CONDITION_SHAPES } from './shapes/conditions.ts'
import { ELEMENT_SHAPES } from './shapes/elements.ts'
import { RESOURCE_SHAPES } from './shapes/resources.ts'
import { PAGES, type Shape } from './shapes/shape.ts'

const SHAPES: readonly Shape[] = [...ELEMENT_SHAPES, ...RESOURCE_SHAPES, ...CONDITION_SHAPES]

for (const { what, document, taken, source, kind } of SHAPES) {
  test(`a policy of ${kind} with ${what} is ${taken ? 'taken' : 'refused'}, as ${PAGES[source]} says`, () => {
    const credential_type = kind === 'identity' ? 'iam_user' : 'federation_token'
    const problems = problemsOf(JSON.stringify({ credential_type, policy_document: document }))
    if (taken) assert.deepEqual(problems, [])
    else assert.ok(problems.length > 0)
  })
}

test('two hundred documents and more were compared with what AWS says', () => {
  assert.ok(SHAPES.length >= 200, `${SHAPES.length}`)
})
