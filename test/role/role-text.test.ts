import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf } from './problems-of.ts'

const TEXTS: readonly (readonly [string, string, readonly string[]])[] = [
  ['an empty file', '', ['1:1 the file is empty: a role needs at least credential_type']],
  [
    'a file of comments',
    '# nothing\n',
    ['1:1 the file is empty: a role needs at least credential_type'],
  ],
  ['a list', '- a\n', ['1:1 a role must be a mapping of fields (credential_type: …), not a list']],
  [
    'a single value',
    'hello\n',
    ['1:1 a role must be a mapping of fields (credential_type: …), not a single value'],
  ],
  [
    'a file of two roles',
    'credential_type: session_token\n---\ncredential_type: session_token\n',
    ['2:1 the file holds several documents: move each role to a file of its own'],
  ],
  [
    'a doubled field and another problem',
    'credential_type: session_token\nowner: a\nowner: b\nmax_leases: 0\n',
    [
      '3:1 owner stands here twice: remove one',
      '4:13 max_leases must be a whole number from 1 to 100000, not the number 0',
    ],
  ],
  [
    'a doubled key deep inside',
    'credential_type: iam_user\niam_groups: [a]\niam_tags:\n  x: "1"\n  "x": "2"\n',
    ['5:3 x stands here twice: remove one'],
  ],
  [
    'a doubled key that begins with a blank',
    'credential_type: iam_user\niam_groups: [a]\niam_tags:\n  " x": "1"\n  " x": "2"\n',
    ['5:3 " x" stands here twice: remove one'],
  ],
  ['a tab for indentation', 'subjects:\n\t- a\n', ['2:1 a tab in the indentation: use spaces']],
  ['an open quote', 'owner: "a\n', ['2:1 not valid YAML: missing closing "quote'.replace('"', '')]],
  ['a tag', 'credential_type: !Ref x\n', ['1:18 a role is plain data, without tags: remove !Ref']],
  ['a list as a key', '? [a]\n: b\n', ['1:3 a key must be a text: rename it']],
  [
    'YAML 1.1',
    '%YAML 1.1\n---\ncredential_type: session_token\n',
    ['1:1 a role file is YAML 1.2: remove the line %YAML 1.1'],
  ],
  [
    'an alias to nothing',
    'owner: *who\n',
    ['1:1 the alias *who has no anchor &who before it: write out what it stands for'],
  ],
  [
    'an alias to what it is in',
    'credential_type: session_token\nowner: &o [*o, *o]\n',
    [
      '2:12 owner[0] contains itself: write out what the alias stands for',
      '2:16 owner[1] contains itself: write out what the alias stands for',
    ],
  ],
  [
    'a bomb of aliases',
    `a: &a [1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 9 }, (_, i) => {
      const [from, to] = ['abcdefghij'[i], 'abcdefghij'[i + 1]]
      return `${to}: &${to} [*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from}]`
    }).join('\n')}\n`,
    ['1:1 the aliases (*name) multiply beyond measure: write out what they stand for'],
  ],
  [
    'a file of more than 256 KiB',
    `# ${'x'.repeat(256 * 1024)}\n`,
    ['1:1 the file has 257 KiB, more than the 256 KiB of a role: is it the right file?'],
  ],
  [
    'nesting of 40 levels',
    `credential_type: session_token\nowner: ${'['.repeat(40)}${']'.repeat(40)}\n`,
    ['2:8 owner nests more than 32 levels deep: write it flatter'],
  ],
  [
    'control characters and __proto__',
    'credential_type: session_token\nowner: "a\\e[31m"\n__proto__: {max_leases: 1}\n',
    [
      '1:1 the role has a key that cannot be used, "__proto__": rename it',
      '2:8 owner holds a control character: remove it',
    ],
  ],
]

for (const [title, text, problems] of TEXTS) {
  test(`${title} is refused with its place and a cure`, () => {
    assert.deepEqual(problemsOf(text), problems)
  })
}

test('a file that nests thousands deep is refused', () => {
  for (const opening of ['[', '{a: ', '- ', '? ']) {
    const [problem, ...others] = problemsOf(opening.repeat(5_000))
    assert.match(problem ?? '', /^1:\d+ /)
    assert.ok(others.length < 10)
  }
})

test('a file with thousands of mistakes is refused with the first hundred', () => {
  const text = Array.from({ length: 3000 }, (_, index) => `field${index}: 1`).join('\n')
  const problems = problemsOf(`${text}\n`)
  assert.equal(problems.length, 101)
  assert.ok(problems.includes('1:1 and 2901 more problems: cure these first'))
})

test('a byte order mark does not move the columns', () => {
  assert.deepEqual(
    problemsOf('\uFEFFcredential_type: iamuser\n'),
    problemsOf('credential_type: iamuser\n'),
  )
})
