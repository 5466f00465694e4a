/** The one comment: whose it is, where it is found, when it is left alone. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { type CommentToPut, commentMark, putComment } from '../../../action/review/comment.ts'
import { githubApi } from '../../../action/review/github-api.ts'
import { systemClock } from '../../../core/clock.ts'
import { scratch } from '../cli/repository.ts'
import { startGithub } from './github-server.ts'

const BOT = 'github-actions[bot]'
const MARK = '<!-- daypass:review:v1:key=roles -->'
const github = await startGithub(scratch())
github.tokens.set('writes', { login: BOT, mayWrite: true })
github.tokens.set('reads', { login: BOT, mayWrite: false })
after(async () => {
  await github.stop()
})
beforeEach(() => {
  github.comments.splice(0)
  github.latest = 'a'.repeat(40)
})

async function put(more: Partial<CommentToPut> = {}, token = 'writes') {
  const comment = { pull: 7, key: 'roles', author: BOT, text: 'new', isQuiet: false }
  const api = githubApi({
    url: github.url,
    repository: 'octo-org/octo-repo',
    token,
    clock: systemClock,
  })
  return await putComment({ ...comment, commit: github.latest, ...more }, api)
}

const bodies = () => github.comments.map(({ body }) => body)

test('only a comment with exactly the mark, by the account itself, is touched', async () => {
  github.say('mallory', `${MARK}\nnothing to see`)
  github.say(BOT, `${commentMark('non-roles')}\nanother review`)
  github.say(BOT, `${commentMark('roles2')}\nanother review`)
  github.say(BOT, `> ${MARK}\nquoted`)
  github.say(BOT, `words first ${MARK}`)
  github.say('github-actions', `${MARK}\nno bot`)
  const before = bodies()
  assert.equal((await put()).outcome, 'created')
  assert.deepEqual(bodies(), [...before, `${MARK}\nnew`])
  assert.equal((await put({ text: 'newer' })).outcome, 'updated')
  assert.deepEqual(bodies(), [...before, `${MARK}\nnewer`])
})

test('it is found behind a hundred others, with the line ends of an editor', async () => {
  for (let n = 0; n < 130; n += 1) github.say('ann', `comment ${n}`)
  const own = github.say(BOT, `${MARK}\r\nold`)
  assert.equal((await put()).outcome, 'updated')
  assert.deepEqual([github.comments.length, own.body], [131, `${MARK}\nnew`])
})

test('of two that race the first is brought up to date', async () => {
  const [first, second] = [github.say(BOT, `${MARK}\none`), github.say(BOT, `${MARK}\ntwo`)]
  await put()
  assert.deepEqual([first.body, second.body], [`${MARK}\nnew`, `${MARK}\ntwo`])
})

test('reviews with keys of their own have comments of their own', async () => {
  for (const key of ['prod', 'non-prod', 'prod']) await put({ key })
  assert.deepEqual(bodies(), [`${commentMark('prod')}\nnew`, `${commentMark('non-prod')}\nnew`])
})

test('a run that is late leaves the comment to the run of the newer commit', async () => {
  assert.equal((await put({ commit: 'b'.repeat(40) })).outcome, 'outdated')
  assert.deepEqual(bodies(), [])
})

test('nothing to tell makes no comment, and brings one that is there up to date', async () => {
  assert.equal((await put({ isQuiet: true })).outcome, 'not needed')
  await put()
  assert.equal((await put({ isQuiet: true, text: 'same access' })).outcome, 'updated')
  assert.deepEqual(bodies(), [`${MARK}\nsame access`])
})

test('a token without rights is refused, and the answer tells who commented', async () => {
  assert.deepEqual(await put({}, 'reads'), { outcome: 'refused', status: 403 })
  assert.deepEqual(await put({}, 'nobody'), { outcome: 'refused', status: 401 })
  github.tokens.set('app', { login: 'octo-app[bot]', mayWrite: true })
  const made = await put({}, 'app')
  assert.ok(made.outcome === 'created')
  assert.equal(made.by, 'octo-app[bot]')
})
