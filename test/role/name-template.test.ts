import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  checkTemplate,
  renderTemplate,
  sanitizeName,
  sanitizeTagValue,
  TEMPLATE_FIELDS,
} from '../../core/role/name-template.ts'

const CHECKED: readonly (readonly [string, string | undefined])[] = [
  ['', undefined],
  ['plain', undefined],
  ['{{role}}', undefined],
  ['{{ repository }}-{{run_id}}', undefined],
  ['{{repo}}', '{{repo}} is not a template field: did you mean {{repository}}?'],
  ['{{runid}}', '{{runid}} is not a template field: did you mean {{run_id}}?'],
  [
    '{{xyz}}',
    '{{xyz}} is not a template field: use one of role, repository, run_id, run_attempt, job, workflow, actor, ref, sha, workspace, user, host',
  ],
  ['{{role', 'a template field is not closed: write it as {{repository}}'],
  ['role}}', 'a template field is not closed: write it as {{repository}}'],
  ['{{}}', `{{}} is not a template field: use one of ${TEMPLATE_FIELDS.join(', ')}`],
]

for (const [template, problem] of CHECKED) {
  test(`the template ${JSON.stringify(template)} ${problem === undefined ? 'is right' : 'has a problem'}`, () => {
    assert.equal(checkTemplate(template), problem)
  })
}

test('a rendered template has the values in place of its fields, and nothing for what is not known', () => {
  const values = { role: 'deploy', repository: 'octo/app' }
  assert.equal(renderTemplate('{{role}}-{{ repository }}-{{run_id}}', values), 'deploy-octo/app-')
})

test('a value that looks like a template is not rendered again', () => {
  assert.equal(renderTemplate('{{ref}}', { ref: '{{role}}', role: 'x' }), '{{role}}')
})

test('a value with replacement patterns is put in as it is', () => {
  assert.equal(renderTemplate('<{{ref}}>', { ref: '$&$1$$' }), '<$&$1$$>')
})

test('properties that every object has are not values', () => {
  assert.equal(renderTemplate('{{toString}}{{constructor}}', {}), '')
})

test('a sanitized name has only characters that AWS allows, and as many as before', () => {
  assert.equal(sanitizeName('octo/app run#1 (ä)'), 'octo_app_run_1____')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.match(sanitizeName(text), /^[\w+=,.@-]*$/)
      assert.equal(Array.from(sanitizeName(text)).length, Array.from(text).length)
    }),
  )
})

test('a sanitized tag value has only characters that AWS allows, at most 256 of them', () => {
  assert.equal(sanitizeTagValue('dependabot[bot] für alle'), 'dependabot_bot_ für alle')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      assert.match(sanitizeTagValue(text), /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)
    }),
  )
})
