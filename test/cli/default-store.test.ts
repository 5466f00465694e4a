import assert from 'node:assert/strict'
import { test } from 'node:test'
import { homeDirectory } from '../../assembly/home-directory.ts'
import { openStage } from './stage.ts'

test('a sweep without a named store does not make an empty one at home and call that well', async () => {
  const stage = await openStage()
  for (const command of [['sweep'], ['sweep', '--dry-run'], ['reconcile']]) {
    const { code, stdout, stderr } = await stage.daypass(command, { env: { DAYPASS_STATE: '' } })
    assert.equal(code, 2, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, /no store is named, and there is none at file:.*DAYPASS_STATE/s)
  }
})

test('a user without a home directory is asked for a store, and the SDK finds no files of AWS', () => {
  const env: Record<string, string | undefined> = {}
  const missing = (): string => {
    throw new Error('uv_os_homedir returned ENOENT')
  }
  assert.equal(homeDirectory(env, missing, missing), undefined)
  assert.ok(env['HOME'])
})
