import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DaypassError, type ErrorCode } from '../../core/errors.ts'
import { ERROR_WORDS, explain } from '../../provider/explain.ts'
import { sentence } from '../../provider/sentence.ts'

const CODES = Object.keys(ERROR_WORDS) as readonly ErrorCode[]

for (const code of CODES) {
  test(`${code} is told in whole sentences`, () => {
    const bare = explain(new DaypassError(code, 'the thing is not so'))
    assert.match(bare.summary, /^[A-Z].*[^.]$/)
    assert.match(bare.detail, /^The thing is not so\.(?: .*[.:?])?$/)
    const hinted = explain(new DaypassError(code, 'the thing', { hint: 'do that' }))
    assert.equal(hinted.detail, 'The thing. Do that.')
  })
}

test('problems are listed, with their places where they have any', () => {
  const place = { file: 'r.yaml', line: 2, column: 1 }
  const problems = [
    { path: [], message: 'one', place },
    { path: ['x'], message: 'two' },
  ]
  const { detail } = explain(new DaypassError('role-invalid', 'bad', { problems }))
  assert.equal(detail, 'Bad.\n- r.yaml:2:1: one\n- two')
})

test('an error that nobody expects tells no secret', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9/+=]{40}$/), (secret) => {
      const told = JSON.stringify(explain(new Error(`no signature ${secret} here`)))
      assert.ok(!told.includes(secret))
    }),
  )
})

test('names of AWS and of fields keep their case at the beginning of a sentence', () => {
  assert.equal(
    sentence('sts:AssumeRole on x was denied', 'max_ttl is too long', undefined, 'try again'),
    'sts:AssumeRole on x was denied. max_ttl is too long. Try again.',
  )
})
