import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cell, markdownTable } from '../../../action/runner/markdown.ts'
import { oneLine } from '../../../core/language/one-line.ts'

const MARKS = Array.from('|`*_~<>[](){}!#@&\\"\'\n\r\t $^=+-:\u202e\u2028\u0000aZ9é😀')

test('nothing in a cell means anything to Markdown or HTML', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(...MARKS),
    maxLength: 60,
  })
  fc.assert(
    fc.property(hostile, (text) => {
      assert.match(cell(text), /^(?:[\p{L}\p{N}\p{S}\p{P} ]|&#\d+;)*$/u)
      const bare = cell(text).replaceAll(/&#\d+;/g, '')
      assert.doesNotMatch(bare, /[|`*_~<>[\]()!#@&\\\n\r\u202e\u2028]/)
    }),
  )
})

test('a cell reads as the text that it was made of', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      const read = cell(text).replaceAll(/&#(\d+);/g, (_, code: string) =>
        String.fromCharCode(Number(code)),
      )
      assert.equal(read, oneLine(text))
    }),
  )
})

test('a row is one line, whatever is in it', () => {
  const text = markdownTable(['A', 'B'], [['x|y\n| evil | row |', '![](https://evil.example)']])
  assert.equal(text.split('\n').length, 4)
  assert.equal(text.split('\n')[2]?.split('|').length, 4)
})

test('a very long text is cut between characters', () => {
  assert.equal(Array.from(cell('😀'.repeat(1000))).length, 301)
})

for (const [text, line] of [
  ['::add-mask::x', ': :add-mask::x'],
  ['  ::error::x', ': :error::x'],
  ['a ##[command]x', 'a # #[command]x'],
  ['a\n::set-output name=x::y', 'a ::set-output name=x::y'],
  ['\u001b[31mred', '�[31mred'],
] as const) {
  test(`${JSON.stringify(text)} is no command to the runner`, () => {
    assert.equal(oneLine(text), line)
  })
}
