/** The step on pull requests, as the runner runs what is committed, against a GitHub that holds state. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { afterEach, test } from 'node:test'
import { READER, REWORDED, WIDER } from '../cli/roles.ts'
import { BOT, openStage, READS } from './stage.ts'

const stage = await openStage()
const { needs, github } = stage
const MARK = '<!-- daypass:review:v1:key=roles -->'

afterEach(() => {
  github.comments.splice(0)
  github.latest = stage.head
})

test(
  'without a checkout both sides come from GitHub, and what others merged meanwhile is no part of it',
  needs,
  async () => {
    const { code, outputs, annotations, summary, log } = await stage.review()
    assert.equal(code, 1, log)
    assert.deepEqual([outputs['verdict'], outputs['wider']], ['wider', '1'])
    assert.match(summary, /^### Credential roles: wider\n/)
    assert.doesNotMatch(summary, /merged-meanwhile|merged&#45;meanwhile/)
    const [first] = annotations
    assert.equal(first?.level, 'error')
    assert.ok(
      annotations.some(
        ({ properties }) =>
          properties['file'] === 'roles/reader.yaml' &&
          properties['line'] === '5' &&
          properties['title']?.startsWith('TRU001') === true,
      ),
    )
    const [comment, ...others] = github.comments
    assert.deepEqual(others, [])
    assert.equal(comment?.author, BOT)
    assert.ok(comment.body.startsWith(`${MARK}\n### Credential roles: wider\n`))
    assert.match(outputs['comment-url'] ?? '', /#issuecomment-\d+$/)
    const read = (name: string): string => {
      const path = outputs[name] ?? ''
      assert.ok(path.startsWith(`${stage.job().env()['RUNNER_TEMP'] ?? '?'}/`), path)
      return readFileSync(path, 'utf8')
    }
    assert.match(read('markdown-file'), /^### Credential roles/)
    assert.match(read('json-file'), /"verdict": "wider"/)
    assert.match(read('sarif-file'), /"ruleId": "TRU001"/)
  },
)

test(
  'with the whole history checked out both sides come from git, and say the same',
  needs,
  async () => {
    const remote = await stage.review({ comment: 'false' })
    stage.checkOut('--no-checkout')
    const before = github.requests.length
    const local = await stage.review({ comment: 'false' })
    assert.equal(local.summary, remote.summary)
    const asked = github.requests.slice(before)
    assert.deepEqual(
      asked.filter((path) => /contents|blobs/.test(path)),
      [],
    )
  },
)

test('a shallow checkout is not enough, and GitHub is asked', needs, async () => {
  stage.checkOut('--depth', '1')
  const { summary } = await stage.review({ comment: 'false' })
  assert.match(summary, /wider/)
})

test('the one comment is brought up to date in place', needs, async () => {
  await stage.review()
  const id = github.comments[0]?.id
  stage.push({ 'roles/reader.yaml': REWORDED })
  const { code, outputs } = await stage.review()
  assert.deepEqual([code, outputs['verdict']], [0, 'same access'])
  assert.deepEqual(
    github.comments.map((one) => one.id),
    [id],
  )
  assert.match(github.comments[0]?.body ?? '', /same access/)
  stage.push({ 'roles/reader.yaml': WIDER })
})

test(
  'a token without rights, as of a fork, costs the comment and nothing else',
  needs,
  async () => {
    const { code, summary, outputs, annotations } = await stage.review({ token: READS })
    assert.deepEqual([code, github.comments.length], [1, 0])
    assert.match(summary, /### Credential roles: wider/)
    const told = annotations.find(({ message }) => message.startsWith('no comment'))
    assert.equal(told?.level, 'notice')
    assert.match(told.message, /summary of the job/)
    assert.equal(outputs['comment-url'], undefined)
    for (const { place, text } of stage.job().collected()) {
      assert.ok(!text.includes(READS), place)
    }
  },
)

test('a pull request without a change of roles gets no comment', needs, async () => {
  stage.push({ 'roles/reader.yaml': READER, 'docs/a.md': 'words\n' })
  const { code, log } = await stage.review()
  assert.deepEqual([code, github.comments], [0, []])
  assert.match(log, /nothing about roles has changed/)
  stage.push({ 'roles/reader.yaml': WIDER })
})

test(
  'a request that fails is tried once more, and a GitHub that stays away fails the step',
  needs,
  async () => {
    github.fail(1)
    assert.equal((await stage.review({ 'fail-on': 'never' })).code, 0)
    github.fail(1000)
    const { code, annotations } = await stage.review()
    github.fail(0)
    assert.equal(code, 1)
    assert.match(annotations[0]?.message ?? '', /GitHub's API did not answer/)
  },
)

test('a token of another account is told to name it', needs, async () => {
  github.tokens.set('ghs_app', { login: 'octo-app[bot]', mayWrite: true })
  const { annotations } = await stage.review({ token: 'ghs_app' })
  assert.ok(annotations.some(({ message }) => message.includes('comments as octo-app[bot]')))
})
