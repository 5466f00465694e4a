import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { whoseSection, withSection, withoutSection } from '../../../action/profile/section-text.ts'

const SECTION = { name: 'deploy', mark: 'deploy/abc', values: { region: 'eu-west-1', x: 'y=z' } }

const line = fc.constantFrom(
  '',
  '# a comment',
  '; another',
  '[default]',
  '[profile other]',
  '[ deploy-2 ] # mine',
  'aws_access_key_id = AKIA',
  '  s3 =',
  '    max_concurrent_requests = 20',
  'output=json\r',
  '\t',
)
/** Files as people write them: each line ended, or nothing at all. */
const file = fc
  .array(line, { maxLength: 12 })
  .map((lines) => lines.map((one) => `${one}\n`).join(''))

test('a section that is written and removed leaves the file as it was', () => {
  fc.assert(
    fc.property(file, (text) => {
      const written = withSection(text, SECTION)
      assert.equal(whoseSection(written, 'deploy'), SECTION.mark)
      assert.equal(withoutSection(written, 'deploy', SECTION.mark), text)
    }),
  )
})

test('a section goes from between others, and they stay', () => {
  fc.assert(
    fc.property(file, fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), (text, later) => {
      const others = [...new Set(later)].map((name) => ({
        name,
        mark: `m/${name}`,
        values: { k: name },
      }))
      const all = others.reduce(withSection, withSection(text, SECTION))
      const without = others.reduce(withSection, text)
      assert.equal(withoutSection(all, 'deploy', SECTION.mark), without)
    }),
  )
})

test('writing a section again replaces it', () => {
  fc.assert(
    fc.property(file, (text) => {
      const next = { ...SECTION, mark: 'deploy/next', values: { region: 'eu-west-2' } }
      assert.equal(withSection(withSection(text, SECTION), next), withSection(text, next))
    }),
  )
})

test('a section with another mark stays', () => {
  const text = withSection('', SECTION)
  assert.equal(withoutSection(text, 'deploy', 'deploy/other'), text)
  assert.equal(withoutSection(text, 'other', SECTION.mark), text)
})

test('a section without a mark is somebody else’s', () => {
  assert.equal(whoseSection('[deploy]\nregion = x\n', 'deploy'), 'foreign')
  assert.equal(whoseSection('[ deploy ] ; mine\n', 'deploy'), 'foreign')
  assert.equal(whoseSection('[profile  deploy]\n', 'profile deploy'), 'foreign')
  assert.equal(whoseSection('#[deploy]\n[deployment]\n', 'deploy'), undefined)
})

test('a file without an end of line gets one', () => {
  assert.equal(
    withSection('[a]\nb = c', { ...SECTION, values: {} }),
    '[a]\nb = c\n\n[deploy]\n# daypass lease deploy/abc\n',
  )
})

test('what another program added to a section goes with it, and a comment on the next stays', () => {
  const text = `${withSection('', SECTION)}output = json\n\n# of others\n[other]\nx = y\n`
  assert.equal(withoutSection(text, 'deploy', SECTION.mark), '# of others\n[other]\nx = y\n')
})
