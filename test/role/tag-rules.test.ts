import { ASSUMED, type Rule, testRules, USER } from './rule-cases.ts'

const TAGS: readonly Rule[] = [
  [USER, 'iam_tags: {Team: "a b_.:/=+-@ä1", empty: ""}', []],
  [
    USER,
    'iam_tags: {"AWS:x": a}',
    ['3:21 iam_tags "AWS:x" starts with aws:, which AWS keeps for itself: rename it'],
  ],
  [
    USER,
    'iam_tags: {"daypass:role": a}',
    ['3:28 iam_tags "daypass:role" starts with daypass:, which daypass sets itself: rename it'],
  ],
  [
    USER,
    'iam_tags: {Team: a, team: b}',
    [
      '3:27 iam_tags "team" differs from "Team" only in case, which AWS does not tell apart: remove one',
    ],
  ],
  [
    USER,
    'iam_tags: [__proto__=1]',
    ['3:11 iam_tags "__proto__" is a key that cannot be used: rename it'],
  ],
  [USER, 'iam_tags: [a=1, a=2]', ['3:11 iam_tags "a" is given twice: remove one']],
  [USER, 'iam_tags: {"": a}', ['3:16 iam_tags "" is empty: a tag needs a key']],
  [
    USER,
    'iam_tags: {"a,b": c}',
    ['3:19 iam_tags "a,b" has a key with ",": use letters, digits, spaces and _.:/=+-@'],
  ],
  [
    USER,
    'iam_tags: {a: "b!"}',
    ['3:15 iam_tags "a" has a value with "!": use letters, digits, spaces and _.:/=+-@'],
  ],
  [
    USER,
    'iam_tags: {a: "{{actor}}"}',
    ['3:15 iam_tags "a" has a value with "{": use letters, digits, spaces and _.:/=+-@'],
  ],
  [USER, `iam_tags: {${'k'.repeat(128)}: ${'v'.repeat(256)}}`, []],
  [
    USER,
    `iam_tags: {a: ${'v'.repeat(257)}}`,
    ['3:15 iam_tags "a" has a value of 257 characters, more than 256: shorten it'],
  ],
  [
    USER,
    `iam_tags: {${'k'.repeat(129)}: v}`,
    [`3:143 iam_tags "${'k'.repeat(79)}…" has a key of 129 characters, more than 128: shorten it`],
  ],
  [USER, `iam_tags: {${tags(46)}}`, []],
  [
    USER,
    `iam_tags: {${tags(47)}}`,
    [
      '3:11 iam_tags has 47 tags, more than 46: remove some (AWS takes 50, and daypass adds 4 of its own)',
    ],
  ],
  [ASSUMED, `session_tags: {${tags(50)}}`, []],
  [
    ASSUMED,
    `session_tags: {${tags(51)}}`,
    ['3:15 session_tags has 51 tags, more than 50: remove some (AWS takes 50)'],
  ],
  [ASSUMED, 'session_tags: {a: "{{actor}} in {{ repository }}", "daypass:x": b}', []],
  [
    ASSUMED,
    'session_tags: {a: "{{actr}}"}',
    ['3:19 session_tags "a" {{actr}} is not a template field: did you mean {{actor}}?'],
  ],
]

function tags(count: number): string {
  return Array.from({ length: count }, (_, index) => `k${index}: v`).join(', ')
}

testRules(TAGS)
