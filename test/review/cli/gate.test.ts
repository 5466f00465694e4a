/** What a change may not bring along to be judged by, and what fails it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run } from '../../../cli/run.ts'
import { recordingContext } from '../../cli/recording-context.ts'
import { makeRepository, type Repository } from './repository.ts'
import { READER, REWORDED, WIDER } from './roles.ts'

async function review({ directory }: Repository, ...argv: readonly string[]) {
  const recording = recordingContext({ env: { PATH: process.env['PATH'] } })
  const code = await run(['review', ...argv], { ...recording.context, directory })
  return { code, stdout: recording.stdout(), stderr: recording.stderr() }
}

async function rulesOf(repository: Repository, ...argv: readonly string[]) {
  const { stdout } = await review(repository, ...argv, '--json')
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; blocks: boolean }[] }
  return findings
}

test('a folder that is called like the branch is not taken for it', async () => {
  const repository = makeRepository()
  repository.commit({ 'roles/reader.yaml': READER })
  repository.git('checkout', '--quiet', '-b', 'change')
  repository.commit({ 'roles/reader.yaml': WIDER, 'main/roles/reader.yaml': WIDER })
  const both = await review(repository, '--base', 'main')
  assert.deepEqual([both.code, both.stdout], [2, ''])
  assert.match(both.stderr, /"main", which is a directory and a revision of git as well/)
  assert.match((await review(repository, '--base', 'refs/heads/main')).stdout, /^wider: /)
  assert.match((await review(repository, '--base', './main')).stdout, /^same access: /)
})

test('templates of two revisions are compared, with the guardrail of the old side', async () => {
  const template = (action: string) =>
    `Resources:\n  U:\n    Type: AWS::IAM::User\n    Properties:\n      Policies:\n        - PolicyName: p\n          PolicyDocument: {Version: '2012-10-17', Statement: {Effect: Allow, Action: '${action}', Resource: !Sub 'arn:aws:sqs:*:*:q'}}\n`
  const repository = makeRepository()
  const base = repository.commit({
    'infra/app.yaml': template('sqs:SendMessage'),
    'guardrail.yaml': "forbidden_actions: ['sqs:Purge*']\n",
  })
  repository.commit({ 'infra/app.yaml': template('sqs:*'), 'guardrail.yaml': 'owners: [a]\n' })
  const words = ['--base', base, '--head', 'HEAD', '--templates', 'infra']
  const { code, stdout } = await review(repository, ...words, '--guardrail', 'guardrail.yaml')
  assert.equal(code, 1)
  assert.match(stdout, /^wider: 1 role wider/)
  assert.match(stdout, /error GRD006/)
})

test('owners are those of the old side, as GitHub has it', async () => {
  const repository = makeRepository()
  const base = repository.commit({ 'roles/reader.yaml': READER, CODEOWNERS: '/docs/ @octo/docs' })
  repository.commit({ 'roles/reader.yaml': REWORDED, CODEOWNERS: '* @octo/all' })
  const findings = await rulesOf(repository, '--base', base, '--head', 'HEAD')
  assert.ok(findings.some(({ rule }) => rule === 'GRD004'))
  const back = await rulesOf(repository, '--base', 'HEAD', '--head', base)
  assert.ok(!back.some(({ rule }) => rule === 'GRD004'))
})

test('a guardrail file that comes with the change limits it, and neither waives nor weighs', async () => {
  const repository = makeRepository()
  const base = repository.commit({ 'roles/reader.yaml': READER })
  const guardrail = `forbidden_actions: [s3:PutBucketPolicy]
severities: { TRU002: 'off' }
waivers:
  - { role: reader, rules: [TRU001], until: 2026-12-31, reason: mine }
`
  repository.commit({ 'roles/reader.yaml': WIDER, 'guardrail.yaml': guardrail })
  const sides = ['--base', base, '--head', 'HEAD', '--guardrail', 'guardrail.yaml']
  const findings = await rulesOf(repository, ...sides)
  const blocking = findings.filter(({ blocks }) => blocks).map(({ rule }) => rule)
  for (const rule of ['GRD006', 'TRU002', 'TRU001']) assert.ok(blocking.includes(rule), rule)
})

test('--fail-on wider fails whatever is gained, and nothing else', async () => {
  const repository = makeRepository()
  const reads = READER.replace('s3:GetObject', "['s3:GetObject', 's3:GetObjectTagging']")
  const base = repository.commit({ 'roles/reader.yaml': READER })
  const gains = repository.commit({ 'roles/reader.yaml': reads })
  const broken = repository.commit({ 'roles/reader.yaml': 'credential_type: [' })
  const sides = async (from: string, to: string, level: string) =>
    (await review(repository, '--base', from, '--head', to, '--fail-on', level)).code
  assert.equal(await sides(base, gains, 'error'), 0)
  assert.equal(await sides(base, gains, 'wider'), 1)
  assert.equal(await sides(gains, base, 'wider'), 0)
  assert.equal(await sides(gains, base, 'note'), 1)
  assert.equal(await sides(base, broken, 'wider'), 1)
})
