import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annotate } from '../../../action/runner/error-text.ts'
import { DaypassError } from '../../../core/errors.ts'
import { recordingRunner } from './recording-runner.ts'

function annotations(error: unknown): readonly string[] {
  const runner = recordingRunner()
  annotate(runner, error)
  return runner.log
}

test('each problem of a role stands at its line', () => {
  const place = { file: 'roles/a.yaml', line: 3, column: 5 }
  const problems = [
    { path: ['policy_document', 'Statement', 0], message: 'no Effect', place },
    { path: [], message: 'it is empty' },
  ]
  const error = new DaypassError('role-invalid', 'two problems', { problems })
  assert.deepEqual(annotations(error), [
    'fail daypass: Invalid role roles/a.yaml:3 policy_document.Statement.0: no Effect',
    'fail daypass: Invalid role it is empty',
  ])
})

test('an error says what to do: its own hint, or that of its code', () => {
  const [own] = annotations(new DaypassError('aws-throttled', 'slow', { hint: 'wait' }))
  assert.equal(own, 'fail daypass: AWS is throttling slow: wait')
  const [general] = annotations(new DaypassError('aws-throttled', 'slow'))
  assert.match(general ?? '', /run the job again in a minute$/)
})

test('the words of a foreign error come without what could be a secret', () => {
  const [line] = annotations(new Error(`bad header ${'A1b2'.repeat(12)}`))
  assert.equal(
    line,
    'fail daypass: Unexpected unexpected: bad header […] (this is a fault in daypass)',
  )
})
