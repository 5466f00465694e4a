import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import prettier from 'prettier'
import { root } from '../support/source-files.ts'
import { KNOWN_SERVERS, type KnownServer } from './known-servers.ts'

const HEAD = [
  'server',
  'version',
  'one wins of several',
  '`If-Match` in quotes',
  '`If-Match` where nothing is',
  '`DELETE` of an old version',
  'a foreign bucket owner',
  'conditions in a versioned bucket',
]

function row(name: string, server: KnownServer): string[] {
  return [
    name,
    server.version,
    server.hasLock ? 'every time' : '**not every time**',
    server.quotedIfMatch,
    String(server.ifMatchOfNothing),
    server.staleDelete,
    server.foreignOwner,
    server.versionedBucket === 'honours' ? 'honours' : '**ignores**: refused',
  ]
}

test('docs/stores.md shows what the contract suite asserts of each server', async () => {
  const page = await readFile(`${root}/docs/stores.md`, 'utf8')
  const rows = Object.entries(KNOWN_SERVERS).map(([name, server]) => row(name, server))
  const lines = [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const table = await prettier.format(lines.join('\n'), { parser: 'markdown' })
  const shown = /<!-- servers -->\n(.*)\n?<!-- \/servers -->/s.exec(page)?.[1]
  assert.equal(shown?.trim(), table.trim())
})
