import { test } from 'node:test'
import assert from 'node:assert/strict'
import { matchesResource, splitArn } from '../../core/policy/arn.ts'
import { matchesPattern } from '../../core/policy/match.ts'
import { resolvePattern, resolveVariables } from '../../core/policy/variables.ts'

const VALUES: Readonly<Record<string, string | readonly string[]>> = {
  'aws:username': 'ann',
  'aws:empty': '',
  'aws:list': ['a', 'b'],
  'aws:wild': 'a*?',
  'aws:bad': 'a\uFFFEb',
}
const lookup = (key: string) => VALUES[key.toLowerCase()]

const TEXTS: readonly (readonly [text: string, resolved: string | undefined])[] = [
  ['home/${aws:username}/x', 'home/ann/x'],
  ['${AWS:UserName}${aws:username}', 'annann'],
  ['${aws:missing}', undefined],
  ["${aws:missing, 'company-wide'}", 'company-wide'],
  ["${aws:username, 'company-wide'}", 'ann'],
  ["${aws:missing, 'a, b'}", 'a, b'],
  ["${aws:missing, ''}", ''],
  ['${aws:empty}', undefined],
  ["${aws:empty, 'x'}", 'x'],
  ['${aws:list}', undefined],
  ['${aws:bad}', undefined],
  ['${*}${?}${$}{x}', '*?${x}'],
  ['${aws:username', '${aws:username'],
  ['$aws:username}', '$aws:username}'],
]

for (const [text, resolved] of TEXTS) {
  test(`${text} becomes ${resolved ?? 'nothing'}`, () => {
    assert.equal(resolveVariables(text, lookup), resolved)
  })
}

const PATTERNS: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
  ['${aws:wild}/*', 'a*?/x', true],
  ['${aws:wild}/*', 'abc/x', false],
  ['${*}*', '*x', true],
  ['${*}*', 'xx', false],
  ['a${?}?', 'a?b', true],
  ['a${?}?', 'abb', false],
]

for (const [pattern, text, fits] of PATTERNS) {
  test(`as a pattern, ${pattern} ${fits ? 'fits' : 'does not fit'} ${text}`, () => {
    const resolved = resolvePattern(pattern, lookup)
    assert.ok(resolved !== undefined)
    assert.equal(matchesPattern(resolved, text), fits)
  })
}

const RESOURCES: readonly (readonly [entry: string, fits: boolean])[] = [
  ['arn:aws:s3:::app/${aws:username}/*', true],
  ['arn:aws:s3:::app/${aws:missing}/*', false],
  ["arn:aws:s3:::app/${aws:missing, 'ann'}/*", true],
  // "You can't use a variable to replace parts of the ARN before the fifth colon".
  ['arn:aws:s3:${aws:empty}::app/ann/x', false],
]

for (const [entry, fits] of RESOURCES) {
  test(`the resource ${entry} ${fits ? 'covers' : 'does not cover'} what ann has`, () => {
    const resource = 'arn:aws:s3:::app/ann/x'
    assert.equal(matchesResource(entry, resource, splitArn(resource), lookup), fits)
  })
}

test('without variables in the language, a resource with one covers only its own text', () => {
  const entry = 'arn:aws:s3:::app/${aws:username}'
  assert.equal(matchesResource(entry, entry, splitArn(entry), undefined), true)
  const ann = 'arn:aws:s3:::app/ann'
  assert.equal(matchesResource(entry, ann, splitArn(ann), undefined), false)
})
