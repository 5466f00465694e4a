/** What GitHub's API says of a folder of role files that is none. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { apiTree } from '../../../action/review/api-tree.ts'
import { githubApi } from '../../../action/review/github-api.ts'
import { systemClock } from '../../../core/clock.ts'
import { makeRepository } from '../cli/repository.ts'
import { READER } from '../cli/roles.ts'
import { startGithub } from './github-server.ts'

const origin = makeRepository()
const github = await startGithub(origin.directory)
github.tokens.set('t', { login: 'a', mayWrite: false })
after(() => github.stop())
const api = githubApi({
  url: github.url,
  repository: 'octo-org/octo-repo',
  token: 't',
  clock: systemClock,
})
const refusedIn = async (commit: string, folder: string) => {
  const found = await apiTree(commit, api, new Map()).roleFiles(folder)
  return found && [found.files.length, found.refused.map(({ file }) => file)]
}

test('a link, a submodule and a file are refused, at the folder and on the way to it', async () => {
  origin.git('update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},module`)
  origin.git('commit', '--quiet', '--message=module')
  origin.write({ 'real/roles/reader.yaml': READER, link: '→real', plain: 'text\n' })
  origin.git('add', 'real', 'link', 'plain')
  origin.git('commit', '--quiet', '--message=more')
  const commit = origin.git('rev-parse', 'HEAD')
  assert.deepEqual(await refusedIn(commit, 'real/roles'), [1, []])
  for (const name of ['link', 'module', 'plain']) {
    assert.deepEqual(await refusedIn(commit, name), [0, [name]])
    assert.deepEqual(await refusedIn(commit, `${name}/roles`), [0, [name]])
  }
  assert.equal(await refusedIn(commit, 'nowhere/roles'), undefined)
})

test('a folder of which GitHub may not list everything is refused', async () => {
  const files = Array.from({ length: 1_000 }, (_, index) => [`many/${index}.txt`, `${index}\n`])
  const commit = origin.commit(Object.fromEntries(files) as Record<string, string>)
  assert.deepEqual(await refusedIn(commit, 'many'), [0, ['many']])
})
