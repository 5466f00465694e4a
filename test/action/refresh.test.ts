/** Profiles that keep themselves fresh: what calls `credential_process`, what it issues, and that all of it ends. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import { needs as needsProgram } from '../foreign/programs.ts'
import type { Job } from './runner/job.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, machine, sandbox } = stage
const REFRESH = { export: 'profile', profile: 'train', refresh: 'true', ttl: '20m' }
const run = promisify(execFile)
const withCli = { ...(await needsProgram('aws')), ...needs }

beforeEach(() => {
  rmSync(join(machine.home, '.aws'), { recursive: true, force: true })
})

/** The command of the profile, with its clock where the machine's is. */
function commandOf(): readonly [program: string, args: readonly string[]] {
  const config = readFileSync(join(machine.home, '.aws/config'), 'utf8')
  const command = /^credential_process = (.*)$/m.exec(config)?.[1] ?? ''
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
  const [program = '', ...args] = words.trimEnd().split('\n')
  return [program, [...machine.nodeFlags(), ...args]]
}

/** Runs it as an SDK does, whose pipe is not the log, and answers the access key that it gives. */
async function ask(job: Job, [program, args] = commandOf()): Promise<string> {
  const { stdout } = await run(program, args, { env: job.env(), cwd: machine.workspace })
  const { AccessKeyId, Expiration } = JSON.parse(stdout) as Readonly<Record<string, string>>
  assert.ok(Date.parse(Expiration ?? '') > Date.now())
  return AccessKeyId ?? ''
}

/** Until when other jobs see that the profile is in use. */
function inUseUntil(): number {
  const config = readFileSync(join(machine.home, '.aws/config'), 'utf8')
  return Date.parse(/^# daypass lease \S+ until (\S+)/m.exec(config)?.[1] ?? '')
}

/** As after the end of the credentials that are kept. */
function forgetCredentials(): void {
  const names = readdirSync(machine.temporary, { recursive: true, encoding: 'utf8' })
  const caches = names.filter((name) => name.endsWith('.cache'))
  assert.equal(caches.length, 1)
  for (const name of caches) rmSync(join(machine.temporary, name))
}

// Locks go by the time of the disk: this one before the clock of the processes is moved.
test('many that ask at once share one new lease', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  forgetCredentials()
  const asked = await Promise.all([ask(job), ask(job), ask(job), ask(job)])
  assert.equal(new Set(asked).size, 1)
  assert.equal(stage.alive().length, 2)
  await job.finish()
  assert.deepEqual(stage.alive(), [])
})

test(
  'a refreshing profile gives the same credentials until they are about to end, then new ones, and all end with the job',
  needs,
  async () => {
    const job = stage.job()
    const main = await job.uses(stage.step(REFRESH))
    assert.equal(main.code, 0, main.log)
    const first = await ask(job)
    const until = inUseUntil()
    assert.equal(await ask(job), first)
    assert.equal(stage.alive().length, 1)
    stage.advance(16 * 60)
    const second = await ask(job)
    assert.notEqual(second, first)
    assert.equal(await ask(job), second)
    assert.ok(inUseUntil() >= until + 16 * 60_000)
    assert.equal(stage.alive().length, 2)
    const [post] = await job.finish()
    assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
    assert.deepEqual(stage.alive(), [])
    assert.equal(post?.summary.match(/revoked/g)?.length, 2, post?.summary)
  },
)

test('a program that is killed while AWS issues leaves its lease to post', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  forgetCredentials()
  sandbox.faults.add({ service: 's3', action: 'PutObject', nth: 2, effect: { kind: 'hang-after' } })
  const [program, args] = commandOf()
  const dying = execFile(program, args, { env: job.env() })
  const hanging = await sandbox.faults.hang()
  dying.kill('SIGKILL')
  await hanging.gone
  sandbox.faults.clear()
  const [post] = await job.finish()
  assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
  assert.equal(post?.log.match(/^lease deploy-role/gm)?.length, 2, post?.log)
  assert.deepEqual(stage.alive(), [])
})

test('after post the profile gives nothing any more', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step(REFRESH))
  const command = commandOf()
  await job.finish()
  await assert.rejects(ask(job, command))
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
      places.map((place) => place.replace(/temp\/[^:]+/, 'temp')),
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
