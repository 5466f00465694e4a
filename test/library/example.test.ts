/** What `examples/library` shows works: a process that imports the package, on a sandbox. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { ERROR_TEXTS } from '../../cli/error-text.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { root } from '../support/source-files.ts'

test('the example takes a role for one piece of work, and gives it back', async () => {
  const sandbox = await startSandbox()
  try {
    const { accessKeyId, secretAccessKey } = sandbox.root
    const env = {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: 'us-east-1',
      DAYPASS_STATE: 's3://daypass-state?region=us-east-1',
      DAYPASS_ROLES: join(root, 'examples/roles'),
    }
    const words = ['--import', 'tsx', join(root, 'examples/library/backup.ts')]
    const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root, env })
    assert.match(stdout, /^working as arn:aws:iam::\d{12}:user\/\S*s3-reader\S*\nrevoked\n$/)
  } finally {
    await sandbox.stop()
  }
})

test('docs/library.md says of every code what to do', () => {
  const page = readFileSync(join(root, 'docs/library.md'), 'utf8')
  const said = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+|cancelled)`/g)].map(([, code]) => code)
  for (const code of Object.keys(ERROR_TEXTS)) assert.ok(said.includes(code), code)
})

test('what programs get declares itself: nothing of another package, nor of our sources', () => {
  const folder = join(root, 'dist/library')
  for (const name of ['daypass.d.ts', 'program-interface.d.ts']) {
    const text = readFileSync(join(folder, name), 'utf8')
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from)
    assert.deepEqual(
      [...new Set(imported)],
      name === 'daypass.d.ts' ? ['./program-interface.js'] : [],
    )
  }
})
