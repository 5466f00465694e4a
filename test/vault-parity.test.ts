import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './support/source-files.ts'

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

const rows = readRows('docs/vault-parity.md')

test('every row of the comparison with Vault says done or refused, and what daypass does', () => {
  const bad = rows.filter(({ cells: [vault = '', status = '', daypass = '', shown = ''] }) => {
    const known = ['done', 'refused'].includes(status)
    return !known || [vault, daypass, shown].includes('')
  })
  assert.deepEqual(bad.map(describe), [])
  assert.ok(rows.length > 90, `only ${rows.length} rows`)
})

test('every row that is done names a test that exists, and no other row names one', () => {
  const bad = rows.filter(({ cells: [, status, , shown = ''] }) => {
    const named = [...shown.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path)
    if (status !== 'done') return named.length > 0
    return named.length === 0 || named.some((path) => !isTest(path))
  })
  assert.deepEqual(bad.map(describe), [])
})

function describe({ line, cells }: Row): string {
  return `line ${line}: ${cells.join(' | ')}`
}

function isTest(path: string): boolean {
  return /^test\/.+\.test\.ts$/.test(path) && existsSync(join(root, path))
}

/** The rows of all tables of a document, without heads and rules. */
function readRows(path: string): readonly Row[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n')
  return lines.flatMap((text, index) => {
    const isHead = /^\| *-+/.test(lines[index + 1] ?? '') || /^\| *-+/.test(text)
    if (!text.startsWith('|') || isHead) return []
    const cells = text.slice(1, -1).split('|')
    return [{ line: index + 1, cells: cells.map((cell) => cell.trim()) }]
  })
}
