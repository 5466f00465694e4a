import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { describe } from '../../cli/error-text.ts'
import { scrub, trace } from '../../core/language/scrub.ts'
import { holderOf } from '../../cli/leases/holder.ts'
import { fromNow, timeText, until } from '../../cli/printing/times.ts'
import { oneLine } from '../../core/language/one-line.ts'
import { cut } from '../../cli/printing/plain-text.ts'
import { styleFor } from '../../cli/printing/style.ts'
import { facts, table } from '../../cli/printing/table.ts'
import { DaypassError } from '../../core/errors.ts'
import { recordingContext } from './recording-context.ts'

const plain = (_: unknown, text: string): string => text

test('a line of text never moves the cursor, whoever wrote it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(oneLine(text), /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
    }),
  )
  assert.equal(oneLine('a\u001b[2Jb\nc'), 'a�[2Jb c')
})

test('a cut text keeps to its length and counts characters, not their halves', () => {
  assert.equal(cut('abcdef', 4), 'abc…')
  assert.equal(cut('🔑🔑🔑', 2), '🔑…')
  assert.equal(cut('abc', 3), 'abc')
})

const rows = [
  { name: 'a', amount: 5, note: 'first' },
  { name: 'long-name', amount: 12345, note: 'a note that goes on and on until nobody reads it' },
]
const columns = [
  { title: 'NAME', text: (row: (typeof rows)[number]) => row.name },
  { title: 'N', text: (row: (typeof rows)[number]) => String(row.amount), align: 'right' },
  { title: 'NOTE', text: (row: (typeof rows)[number]) => row.note },
] as const

test('a table is aligned, and cut only where a width is known', () => {
  assert.equal(
    table(rows, columns, { style: plain, width: 40 }),
    [
      'NAME           N  NOTE',
      'a              5  first',
      'long-name  12345  a note that goes on a…',
      '',
    ].join('\n'),
  )
  const uncut = table(rows, columns, { style: plain, width: undefined })
  assert.match(uncut, /until nobody reads it\n$/)
})

test('no line of a table is wider than the terminal while the last column can give way', () => {
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 200 }), fc.string(), (width, note) => {
      const text = table([{ name: 'x', amount: 1, note }], columns, { style: plain, width })
      for (const line of text.split('\n')) assert.ok(Array.from(line).length <= width, line)
    }),
  )
})

test('facts leave out what is not there', () => {
  assert.equal(
    facts(
      [
        ['lease', 'a/b'],
        ['gone', undefined],
        ['ends', 'now'],
      ],
      plain,
    ),
    'lease  a/b\nends   now\n',
  )
})

test('times are whole seconds of UTC, and distances are rounded to what matters', () => {
  const now = new Date('2026-11-21T10:00:00.700Z')
  assert.equal(timeText(now), '2026-11-21T10:00:00Z')
  assert.equal(until(new Date('2026-11-21T10:14:32.700Z'), now), '14m32s')
  assert.equal(until(new Date('2026-11-21T15:14:32.700Z'), now), '5h14m')
  assert.equal(until(new Date('2026-12-21T12:14:32.700Z'), now), '30d2h')
  assert.equal(until(new Date('2026-11-21T09:59:58.700Z'), now), 'overdue')
  assert.equal(until(new Date('2026-11-21T09:57:00.700Z'), now), 'overdue 3m')
  assert.equal(fromNow(new Date('2026-11-21T09:57:00.700Z'), now), '3m ago')
  assert.equal(fromNow(new Date('2026-11-21T10:01:00.700Z'), now), 'in 1m')
})

test('the holder is the workflow job inside one, and user and host elsewhere', () => {
  const shell = recordingContext({ env: { GITHUB_REPOSITORY: 'left/over' } }).context
  assert.deepEqual(holderOf(shell), { kind: 'shell', user: 'ann', host: 'laptop' })
  const github = recordingContext({
    env: {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'octo/app',
      GITHUB_RUN_ID: '42',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'deploy',
      GITHUB_WORKFLOW: 'Deploy',
      GITHUB_ACTOR: 'ann',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: '',
    },
  }).context
  assert.deepEqual(holderOf(github), {
    kind: 'github',
    repository: 'octo/app',
    run_id: '42',
    run_attempt: '1',
    job: 'deploy',
    workflow: 'Deploy',
    actor: 'ann',
    ref: 'refs/heads/main',
  })
})

test('colour follows --color, then FORCE_COLOR, NO_COLOR and TERM, then the terminal', () => {
  const colored = (
    terminal: boolean,
    choice: 'auto' | 'always' | 'never',
    env: Readonly<Record<string, string>>,
  ): boolean => {
    const { context } = recordingContext({ terminal })
    return styleFor(context.stdout, choice, env)('red', 'x') !== 'x'
  }
  const cases = [
    [true, 'auto', {}, true],
    [false, 'auto', {}, false],
    [true, 'auto', { NO_COLOR: '1' }, false],
    [true, 'auto', { NO_COLOR: '' }, true],
    [true, 'auto', { TERM: 'dumb' }, false],
    [false, 'auto', { FORCE_COLOR: '1' }, true],
    [true, 'auto', { FORCE_COLOR: '0' }, false],
    [true, 'never', { FORCE_COLOR: '1' }, false],
    [false, 'always', { NO_COLOR: '1' }, true],
  ] as const
  for (const [terminal, choice, env, expected] of cases) {
    assert.equal(colored(terminal, choice, env), expected, JSON.stringify([terminal, choice, env]))
  }
})

test('what is like a key or a token is taken out of foreign errors, their causes and their traces', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const cause = new Error(`x-amz-security-token:${'FwoGZXIvYXdzEBYa'.repeat(4)}`)
  const error = new Error(`signed with ${secret}`, { cause })
  assert.equal(describe(error).message, 'unexpected: signed with […]')
  assert.equal(describe(error).exit, 70)
  const text = trace(error)
  assert.doesNotMatch(text, /wJalr|FwoG/)
  assert.match(
    text,
    /^Error: signed with \[…\]\n {4}at [^]*caused by Error: x-amz-security-token:\[…\]\n {4}at /,
  )
  assert.equal(
    scrub('user daypass-s3-reader-4cZkq2TzWq0bXyN8rPdU1a'),
    'user daypass-s3-reader-4cZkq2TzWq0bXyN8rPdU1a',
  )
})

test('the own hint of an error is better than the general one', () => {
  assert.equal(describe(new DaypassError('aws-throttled', 'x', { hint: 'own' })).hint, 'own')
  assert.equal(describe(new DaypassError('aws-throttled', 'x')).hint, 'try again in a minute')
})
