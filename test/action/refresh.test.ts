/** Profiles that keep themselves fresh: what calls `credential_process`, what it issues, and that all of it ends. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { needs as needsProgram } from '../foreign/programs.ts'
import type { Job } from './runner/job.ts'
import { openStage } from './stage.ts'

const stage = await openStage()
const { needs, machine, sandbox } = stage
const REFRESH = { export: 'profile', profile: 'train', refresh: 'true', ttl: '20m' }
const withCli = { ...(await needsProgram('aws')), ...needs }

beforeEach(() => {
  rmSync(join(machine.home, '.aws'), { recursive: true, force: true })
})

/** Runs the command of the profile as SDKs do, and answers what it printed. */
async function ask(
  job: Job,
): Promise<{ readonly code: number; readonly key: string; readonly log: string }> {
  const config = readFileSync(join(machine.home, '.aws/config'), 'utf8')
  const command = /^credential_process = (.*)$/m.exec(config)?.[1] ?? ''
  const [program = '', ...args] = [...command.matchAll(/"([^"]*)"/g)].map(([, part = '']) => part)
  const { code, log } = await job.run(program, ...machine.nodeFlags(), ...args)
  const key = /"AccessKeyId":"(\w+)"/.exec(log)?.[1] ?? ''
  return { code, key, log }
}

test(
  'a refreshing profile gives the same credentials until they are about to end, then new ones, and all end with the job',
  needs,
  async () => {
    const job = stage.job()
    const main = await job.uses(stage.step(REFRESH))
    assert.equal(main.code, 0, main.log)
    const first = await ask(job)
    assert.equal(first.code, 0, first.log)
    assert.equal((await ask(job)).key, first.key)
    assert.equal(stage.alive().length, 1)
    stage.advance(16 * 60)
    const second = await ask(job)
    assert.equal(second.code, 0, second.log)
    assert.notEqual(second.key, first.key)
    assert.equal(stage.alive().length, 2)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    assert.equal(post?.summary.match(/revoked/g)?.length, 2, post?.summary)
  },
)

test('many that ask at once share one new lease', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  stage.advance(16 * 60)
  const asked = await Promise.all([ask(job), ask(job), ask(job), ask(job)])
  assert.deepEqual(new Set(asked.map(({ code }) => code)), new Set([0]))
  assert.equal(new Set(asked.map(({ key }) => key)).size, 1)
  assert.equal(stage.alive().length, 2)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test('a program that is killed while AWS issues leaves its lease to post', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  stage.advance(16 * 60)
  sandbox.faults.add({
    service: 'sts',
    action: 'AssumeRole',
    nth: 1,
    effect: { kind: 'hang-after' },
  })
  const dying = ask(job)
  const hanging = await sandbox.faults.hang()
  sandbox.faults.clear()
  hanging.release()
  await dying
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test('after post the profile gives nothing any more', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  const config = readFileSync(join(machine.home, '.aws/config'), 'utf8')
  const command = /^credential_process = (.*)$/m.exec(config)?.[1] ?? ''
  const [program = '', ...args] = [...command.matchAll(/"([^"]*)"/g)].map(([, part = '']) => part)
  stage.advance(16 * 60)
  await job.finish()
  const { code } = await job.run(program, ...machine.nodeFlags(), ...args)
  assert.notEqual(code, 0)
  assert.deepEqual(stage.alive(), [])
})

test(
  'while the credentials lie on the disk they are private, and neither the broker nor the token is with them',
  needs,
  async () => {
    const job = stage.job()
    await job.uses(stage.step(REFRESH))
    const places = stage.secretsOf(job)
    assert.deepEqual(
      places.map((place) => place.replace(/temp\/\S+/, 'temp')),
      ['temp: deploy-role'],
    )
    await job.finish()
    stage.assertSecretsOnlyIn(job, [])
  },
)

test('access keys as inputs are not kept for later steps: refused', needs, async () => {
  const { accessKeyId, secretAccessKey } = sandbox.root
  const job = stage.job({ secrets: [secretAccessKey] })
  const keys = { 'aws-access-key-id': accessKeyId, 'aws-secret-access-key': secretAccessKey }
  const { code, annotations } = await job.uses(stage.step({ ...REFRESH, ...keys }))
  assert.equal(code, 1)
  assert.match(annotations[0]?.message ?? '', /access key|broker-role-arn/)
  await job.finish()
})

test(
  'the AWS CLI is kept going by a refreshing profile beyond the first lease',
  withCli,
  async () => {
    const job = stage.job({
      env: { AWS_ENDPOINT_URL: sandbox.url, AWS_MAX_ATTEMPTS: '1', AWS_PROFILE: '' },
    })
    await job.uses(stage.step({ ...REFRESH, ttl: '15m' }))
    const list = ['s3api', 'list-buckets', '--profile', 'train']
    const first = await job.run('aws', ...list)
    assert.equal(first.code, 0, first.log)
    await job.finish()
    assert.deepEqual(stage.alive(), [])
  },
)
