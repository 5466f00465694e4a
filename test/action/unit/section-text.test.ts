import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  withMark,
  whoseSections,
  withSection,
  withoutSection,
} from '../../../action/profile/section-text.ts'

const SECTION = {
  name: 'deploy',
  mark: 'deploy/abc by r',
  values: { region: 'eu-west-1', x: 'y=z' },
}
const OURS = { name: 'deploy', lease: 'deploy/abc' }

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
/** Files as people write them, with an end of the last line or not; undefined where there is none. */
const file = fc.option(
  fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, isEnded]) => {
    const text = lines.join('\n')
    return isEnded && lines.length > 0 ? `${text}\n` : text
  }),
  { nil: undefined },
)

test('a section that is written and removed leaves the file as it was', () => {
  fc.assert(
    fc.property(file, (text) => {
      const written = withSection(text, SECTION, '644')
      assert.deepEqual(whoseSections(written, 'deploy'), [SECTION.mark])
      assert.deepEqual(withoutSection(written, OURS), { rest: text, mode: '644' })
    }),
  )
})

test('a section goes from between others, and they stay', () => {
  fc.assert(
    fc.property(file, fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), (text, later) => {
      const add = (to: string | undefined) =>
        [...new Set(later)].reduce<string | undefined>(
          (before, name) => withSection(before, { name, mark: `m/${name}`, values: { k: name } }),
          to,
        )
      assert.equal(withoutSection(add(withSection(text, SECTION)) ?? '', OURS).rest, add(text))
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

test('a section gets another mark in its place', () => {
  const later = { ...SECTION, mark: 'deploy/abc until later' }
  const text = withSection('[a]\n', SECTION)
  assert.equal(withMark(text, OURS, later.mark), withSection('[a]\n', later))
  assert.equal(withMark(text, { ...OURS, lease: 'deploy/other' }, 'x'), text)
})

test('the last of several sections has the mode that is put back', () => {
  const both = withSection(withSection('x', SECTION, '644'), { ...SECTION, name: 'b', mark: 'm/b' })
  const { rest = '', mode } = withoutSection(both, OURS)
  assert.equal(mode, undefined)
  assert.deepEqual(withoutSection(rest, { name: 'b', lease: 'm/b' }), { rest: 'x', mode: '644' })
})

test('a section with another mark stays', () => {
  const text = withSection('', SECTION)
  assert.equal(withoutSection(text, { ...OURS, lease: 'deploy/other' }).rest, text)
  assert.equal(withoutSection(text, { ...OURS, name: 'other' }).rest, text)
})

test('a section without a mark is somebody else’s, however its name is written', () => {
  for (const [text, name] of [
    ['[deploy]\nregion = x\n', 'deploy'],
    ['[ deploy ] ; mine\n', 'deploy'],
    ['[deploy] mine\n', 'deploy'],
    ['\u00EF\u00BB\u00BF[deploy]\r\n', 'deploy'],
    ['[profile  deploy]\n', 'profile deploy'],
    ['[profile "deploy"]\n', 'profile deploy'],
    ["[profile\t'deploy']\n", 'profile deploy'],
    ['[profile default]\n', 'default'],
    ['[default]\n', 'default'],
  ] as const)
    assert.deepEqual(whoseSections(text, name), ['foreign'], text)
  for (const text of ['#[deploy]\n[deployment]\n', '[sso-session deploy]\n', '[profile "deploy]\n'])
    assert.deepEqual(whoseSections(text, 'deploy'), [], text)
})

test('what another program added to a section goes with it, and a comment on the next stays', () => {
  const text = `${withSection(undefined, SECTION)}output = json\n\n# of others\n[other]\nx = y\n`
  assert.equal(withoutSection(text, OURS).rest, '# of others\n[other]\nx = y\n')
})
