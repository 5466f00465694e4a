/** Pull requests that want more than a review. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { READER, WIDER } from '../cli/roles.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const { needs, github } = stage
const HOSTILE =
  '](http://evil.example) <img src=x> @octo-org #1 ::error::x ##[error]y ::stop-commands::z'

test(
  'texts of roles are texts in the log, the annotations, the summary and the comment',
  needs,
  async () => {
    const wider = WIDER.replace('Reads one bucket.', `'${HOSTILE}'`).replace(
      'repo:octo/*',
      `repo:octo/*:${HOSTILE} --> <!-- daypass:review:v1:key=roles -->`,
    )
    stage.push({ 'roles/reader.yaml': wider })
    const { annotations, summary, log } = await stage.review()
    assert.ok(annotations.length > 0, log)
    for (const { properties } of annotations) {
      assert.ok([undefined, 'roles/reader.yaml'].includes(properties['file']))
    }
    const [comment] = github.comments
    for (const text of [summary, comment?.body ?? '']) {
      assert.match(text, /evil/)
      assert.doesNotMatch(text, /<img|\]\(http:\/\/evil|@octo-org|\s#1\s/)
    }
    assert.doesNotMatch(log, /(?<!^)##\[error\]y/m)
  },
)

test('no link of the pull request leads to a file of the runner', needs, async () => {
  stage.push({
    'roles/reader.yaml': READER,
    'roles/linked.yaml': '→/etc/passwd',
    'roles/self.yaml': '→/proc/self/environ',
  })
  for (const checkOut of [false, true]) {
    if (checkOut) stage.checkOut('--branch', 'feature')
    const { code, outputs } = await stage.review({ comment: 'false' })
    assert.equal(code, 1)
    const report = readFileSync(outputs['json-file'] ?? '', 'utf8')
    assert.match(report, /symbolic link/)
    assert.doesNotMatch(report, /root:|RUNNER_TEMP|GITHUB_/)
  }
})

test(
  'nothing of a checkout is run: neither hooks, nor filters, nor what its configuration names',
  needs,
  async () => {
    stage.push({
      'roles/linked.yaml': '',
      'roles/self.yaml': '',
      '.gitattributes': '*.yaml filter=evil diff=evil textconv=evil\n',
    })
    stage.checkOut()
    const evil = 'touch it-ran'
    const traps = ['filter.evil.smudge', 'filter.evil.clean', 'diff.evil.textconv']
    for (const key of [...traps, 'core.fsmonitor', 'core.pager', 'core.sshCommand']) {
      const { code } = await stage.job().run('git', 'config', key, evil)
      assert.equal(code, 0)
    }
    const hasRun = () =>
      stage
        .job()
        .collected()
        .some(({ place }) => place === 'workspace/it-ran')
    const { code } = await stage.review({ comment: 'false', 'fail-on': 'never' })
    assert.deepEqual([code, hasRun()], [0, false])
    await stage.job().run('git', 'status')
    assert.ok(hasRun(), 'the traps are none')
  },
)

test(
  'a branch of the pull request cannot loosen the guardrail that it is judged by',
  needs,
  async () => {
    stage.origin.git('checkout', '--quiet', 'main')
    stage.origin.commit({ 'guardrail.yaml': 'forbidden_actions: [s3:PutBucketPolicy]\n' })
    stage.origin.git('checkout', '--quiet', '-B', 'feature')
    stage.origin.git('checkout', '--quiet', 'main')
    stage.push({ 'roles/reader.yaml': WIDER, 'guardrail.yaml': 'forbidden_actions: []\n' })
    const { code, outputs } = await stage.review({ guardrail: 'guardrail.yaml', comment: 'false' })
    assert.equal(code, 1)
    const { findings } = JSON.parse(readFileSync(outputs['json-file'] ?? '', 'utf8')) as {
      readonly findings: readonly { readonly rule: string }[]
    }
    const rules = findings.map(({ rule }) => rule)
    assert.ok(rules.includes('GRD006') && rules.includes('GRD004'), rules.join())
  },
)

test('inputs that lead elsewhere are refused', needs, async () => {
  const wrong = { roles: '../etc', guardrail: '/etc/passwd', key: 'a --> b', plan: 'p', base: 'x' }
  const { code, annotations } = await stage.review(wrong)
  assert.equal(code, 1)
  const told = annotations.map(({ message }) => message.split(':', 1)[0])
  assert.deepEqual(told, ['roles', 'guardrail', 'key', 'plan'])
})

test(
  'a comment that would be too long is cut by whole sections and says so; thirty findings are ten annotations',
  needs,
  async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [
        `roles/role-${n}.yaml`,
        WIDER.replace('/reader', `/role-${n}`),
      ]),
    )
    stage.push(many)
    stage.checkOut()
    const { annotations, summary } = await stage.review()
    const own = github.comments.at(-1)
    assert.ok((own?.body.length ?? 0) <= 65_536)
    assert.match(
      own?.body ?? '',
      /\*\*Cut\*\*.*\[the run\]\(https:\/\/github\.com\/octo-org\/octo-repo\/actions\/runs\/\d+\)/,
    )
    assert.ok(summary.length > (own?.body.length ?? 0))
    for (const level of ['error', 'warning']) {
      const shown = annotations.filter((one) => one.level === level)
      assert.equal(shown.length, 10, level)
      assert.match(shown.at(-1)?.message ?? '', /more of this weight/)
    }
  },
)
