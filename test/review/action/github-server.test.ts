/** The GitHub of the tests answers as GitHub's documentation says. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { githubApi } from '../../../action/review/github-api.ts'
import { systemClock } from '../../../core/clock.ts'
import { makeRepository } from '../cli/repository.ts'
import { startGithub } from './github-server.ts'

const repository = makeRepository()
const commit = repository.commit({ 'roles/a.yaml': 'text\n', 'roles/b.yaml': '→a.yaml' })
const github = await startGithub(repository.directory)
after(async () => {
  await github.stop()
})
github.tokens.set('writes', { login: 'bot', mayWrite: true })
github.tokens.set('reads', { login: 'bot', mayWrite: false })
const as = (token?: string) =>
  githubApi({ url: github.url, repository: 'octo-org/octo-repo', token, clock: systemClock })

test('who may not is refused, and nothing is changed', async () => {
  const path = '/issues/7/comments'
  assert.equal((await as().request('GET', path)).status, 401)
  assert.equal((await as('reads').request('GET', path)).status, 200)
  assert.equal((await as('reads').request('POST', path, { body: 'x' })).status, 403)
  assert.deepEqual(github.comments, [])
})

test('a comment is made, changed and listed by pages; one that is too long is refused', async () => {
  const api = as('writes')
  const long = { body: 'x'.repeat(65_537) }
  assert.equal((await api.request('POST', '/issues/7/comments', long)).status, 422)
  for (const body of ['one', 'two', 'three']) {
    assert.equal((await api.request('POST', '/issues/7/comments', { body })).status, 201)
  }
  const [first] = github.comments
  const path = `/issues/comments/${first?.id ?? 0}`
  assert.equal((await api.request('PATCH', path, { body: 'changed' })).status, 200)
  assert.equal((await api.request('PATCH', '/issues/comments/1', { body: 'x' })).status, 404)
  const page = await api.request('GET', '/issues/7/comments?per_page=2&page=2')
  assert.equal((page.body as readonly unknown[]).length, 1)
  assert.deepEqual(
    github.comments.map(({ body }) => body),
    ['changed', 'two', 'three'],
  )
})

test('files are those of the commit, with their kinds', async () => {
  const { body } = await as('reads').request('GET', `/contents/roles?ref=${commit}`)
  const entries = body as readonly { readonly name: string; readonly type: string }[]
  assert.deepEqual(
    entries.map(({ name, type }) => `${name} ${type}`),
    ['a.yaml file', 'b.yaml symlink'],
  )
  const gone = await as('reads').request('GET', `/contents/none?ref=${commit}`)
  assert.equal(gone.status, 404)
})
