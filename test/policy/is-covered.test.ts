import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BORDER, FIELD_ANY, isCovered } from '../../core/policy/is-covered.ts'
import { ANY, ONE } from '../../core/policy/match.ts'

const CHARACTERS = ['a', 'b', ':', BORDER] as const
const pattern = fc
  .array(fc.constantFrom(...CHARACTERS, ANY, ANY, ONE, FIELD_ANY), { maxLength: 6 })
  .map((parts) => parts.join(''))

/** All texts of up to five characters. */
const TEXTS = ['', ...texts(5)]

function texts(length: number): readonly string[] {
  if (length === 0) return []
  const shorter = texts(length - 1)
  return CHARACTERS.flatMap((one) => [one, ...shorter.map((rest) => one + rest)])
}

function fits(wanted: string): (text: string) => boolean {
  const source = wanted
    .replaceAll(ANY, `[^${BORDER}]*`)
    .replaceAll(ONE, `[^${BORDER}]`)
    .replaceAll(FIELD_ANY, `[^${BORDER}:]*`)
  const regexp = new RegExp(`^${source}$`)
  return (text) => regexp.test(text)
}

test('what is covered has no text outside, and what is not has one', () => {
  const patterns = fc.array(pattern, { maxLength: 3 })
  const parts = fc.array(pattern, { minLength: 1, maxLength: 2 })
  let missed = 0
  fc.assert(
    fc.property(parts, patterns, (all, covers) => {
      const [wanted, known] = [all.map(fits), covers.map(fits)]
      const outside = TEXTS.find(
        (text) => wanted.every((fit) => fit(text)) && !known.some((fit) => fit(text)),
      )
      if (isCovered(all, covers)) assert.equal(outside, undefined)
      else if (outside === undefined) missed += 1
    }),
    { numRuns: 400 },
  )
  // Some differ in longer texts alone.
  assert.ok(missed < 60, String(missed))
})

test('wildcards meet in the middle', () => {
  const row = (text: string) => text.replaceAll('*', FIELD_ANY).replaceAll('?', ONE)
  const covered = (parts: readonly string[], covers: readonly string[]) =>
    isCovered(parts.map(row), covers.map(row))
  assert.equal(covered(['s3:*', '*:Delete*'], ['s3:Delete*']), true)
  assert.equal(covered(['s3:*', '*:Delete*'], ['s3:DeleteObject*']), false)
  assert.equal(covered(['s3:*', 'iam:*'], []), true)
  assert.equal(covered(['a?', '*'], ['a*b', '*']), true)
})
