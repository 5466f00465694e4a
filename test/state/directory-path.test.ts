import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pathOfKey, segmentOf } from '../../state/directory/directory-path.ts'

const parts = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    'CON',
    'nul.json',
    'com1',
    'a.',
    '.a',
    'A',
    'a',
    'a%',
    'ü',
    'a=',
    'x y',
    '%41',
  ),
  fc.string({ maxLength: 8 }),
)
const keys = fc.array(
  parts.filter((part) => !part.includes('/')),
  { minLength: 1, maxLength: 4 },
)

/** What Windows and file systems that ignore case take for the same name, or refuse. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

test('every key has a path from which it can be read again', () => {
  fc.assert(
    fc.property(keys, (key) => {
      const segments = pathOfKey(key.join('/')).map((folder) => segmentOf(folder))
      assert.deepEqual(
        segments.map((segment) => segment?.name),
        key,
      )
      const kinds = segments.map((segment) => segment?.kind)
      assert.deepEqual(kinds, [...key.slice(1).map(() => 'tree'), 'object'])
    }),
    { numRuns: 2000 },
  )
})

test('no name is refused by a file system, or the same as another without regard to case', () => {
  fc.assert(
    fc.property(keys, (key) => {
      for (const name of pathOfKey(key.join('/'))) {
        assert.match(name, /^[a-z0-9%@=_.-]+$/)
        assert.doesNotMatch(name, RESERVED)
        assert.doesNotMatch(name, /^\.|\.$/)
      }
    }),
    { numRuns: 2000 },
  )
})

test('names that daypass does not make stand for nothing', () => {
  for (const name of [
    '.DS_Store',
    'Thumbs.db',
    '%41%',
    '%zz',
    'a.',
    '%61',
    'nul',
    '%C3%BC',
    'x y',
  ]) {
    assert.equal(segmentOf(name), undefined, name)
  }
})
