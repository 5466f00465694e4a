/** Profiles in the AWS files of the runner's user: written, used by the AWS CLI, and gone after the job. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { needs as needsProgram } from '../foreign/programs.ts'
import { openStage } from './open-stage.ts'

const stage = await openStage()
const { needs, machine, sandbox } = stage
const folder = join(machine.home, '.aws')
const PROFILE = { export: 'profile', profile: 'deploy' }
const withCli = { ...(await needsProgram('aws')), ...needs }

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function fileOf(name: 'credentials' | 'config'): string {
  const path = join(folder, name)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

test('a profile is there for later steps, private, and gone after the job', needs, async () => {
  const job = stage.job()
  const main = await job.uses(stage.step(PROFILE))
  assert.deepEqual([main.code, main.exported], [0, { AWS_PROFILE: 'deploy' }], main.log)
  assert.match(fileOf('credentials'), /^\[deploy\]$/m)
  assert.match(fileOf('config'), /^\[profile deploy\]\n(?:#.*\n)?region = us-east-1$/m)
  assert.equal(statSync(join(folder, 'credentials')).mode & 0o777, 0o600)
  stage.assertSecretsOnlyIn(job, ['home/.aws/credentials: deploy-role'])
  const [post] = await job.finish()
  assert.deepEqual([post?.code, post?.annotations], [0, []], post?.log)
  assert.deepEqual(stage.alive(), [])
  assert.deepEqual([fileOf('credentials'), fileOf('config')], ['', ''])
  stage.assertSecretsOnlyIn(job, [])
})

test('what else is in the files stays as it is, to the letter', needs, async () => {
  const credentials = '# mine\n[default]\naws_access_key_id=AKIAMINE\n\n[other]\n  key = x ; y\n'
  const config = '[profile other]\nregion = eu-west-1\n# last words'
  mkdirSync(folder)
  writeFileSync(join(folder, 'credentials'), credentials, { mode: 0o600 })
  writeFileSync(join(folder, 'config'), config, { mode: 0o640 })
  const job = stage.job()
  await job.uses(stage.step(PROFILE))
  assert.ok(fileOf('credentials').includes(credentials))
  await job.finish()
  assert.equal(fileOf('credentials'), credentials)
  assert.equal(fileOf('config'), config)
  const modes = ['credentials', 'config'].map((name) => statSync(join(folder, name)).mode & 0o777)
  assert.deepEqual(modes, [0o600, 0o640])
})

test('a profile of somebody else is refused before anything is issued', needs, async () => {
  mkdirSync(folder)
  const mine = '[deploy]\naws_access_key_id = AKIAMINE\n'
  writeFileSync(join(folder, 'credentials'), mine, { mode: 0o600 })
  const before = sandbox.requests.length
  const job = stage.job()
  const { code, annotations } = await job.uses(stage.step(PROFILE))
  assert.equal(code, 1)
  assert.match(annotations[0]?.message ?? '', /has a profile deploy already/)
  assert.ok(!stage.requestsSince(before).includes('sts:AssumeRole'))
  await job.finish()
  assert.equal(fileOf('credentials'), mine)
})

test(
  'a second job on the same machine goes well after the first was lost, and cleans up for both',
  needs,
  async () => {
    const lost = stage.job()
    await lost.uses(stage.step(PROFILE))
    // The runner is lost: no post. Its user's home stays.
    const left = fileOf('credentials')
    assert.match(left, /\[deploy\]/)
    const job = stage.job()
    const main = await job.uses(stage.step(PROFILE))
    assert.equal(main.code, 0, main.log)
    assert.equal(fileOf('credentials').match(/\[deploy\]/g)?.length, 1)
    await job.finish()
    assert.deepEqual([fileOf('credentials'), fileOf('config')], ['', ''])
    assert.deepEqual(stage.alive(), ['deploy-role'], 'that of the lost one lives to its end')
  },
)

test('of two jobs that begin together under one name one works, and as itself', needs, async () => {
  const jobs = ['first', 'second'].map((name) => stage.job({ env: { RUNNER_NAME: name } }))
  const roles = ['deploy-role', 'log-reader']
  const mains = await Promise.all(
    jobs.map((job, n) => job.uses(stage.step({ ...PROFILE, role: roles[n] ?? '' }))),
  )
  const won = mains.findIndex(({ code }) => code === 0)
  assert.deepEqual(mains.map(({ code }) => code).sort(), [0, 1])
  assert.match(mains[1 - won]?.annotations[0]?.message ?? '', /of another job until \d{4}-/)
  const sections = [...fileOf('credentials').matchAll(/^# daypass lease ([\w-]+)/gm)]
  assert.deepEqual(
    sections.map(([, role]) => role),
    [roles[won]],
  )
  assert.deepEqual(stage.alive(), [roles[won]])
  for (const job of jobs) await job.finish()
  assert.deepEqual([fileOf('credentials'), fileOf('config'), stage.alive()], ['', '', []])
})

test('two steps write and remove their own profiles, named by alias', needs, async () => {
  const job = stage.job()
  await job.uses(stage.step({ ...PROFILE, role: 'deploy-role\nlog-reader as logs' }))
  await job.uses(stage.step({ export: 'profile', role: 'log-reader as more', profile: '' }))
  const sections = (): readonly string[] =>
    [...fileOf('credentials').matchAll(/^\[(.*)\]$/gm)].map(([, name = '']) => name)
  assert.deepEqual(sections(), ['deploy', 'logs', 'more'])
  await job.repeatPost()
  assert.deepEqual(sections(), ['deploy', 'logs'])
  await job.finish()
  assert.deepEqual([sections(), stage.alive()], [[], []])
})

test(
  'a symbolic link in place of the credentials file is not followed to another place',
  needs,
  async () => {
    mkdirSync(folder)
    const elsewhere = join(machine.workspace, 'elsewhere')
    writeFileSync(elsewhere, '')
    symlinkSync(elsewhere, join(folder, 'credentials'))
    const job = stage.job()
    await job.uses(stage.step(PROFILE))
    assert.equal(readFileSync(elsewhere, 'utf8'), '')
    await job.finish()
    assert.deepEqual(stage.alive(), [])
    stage.assertSecretsOnlyIn(job, [])
    rmSync(elsewhere)
  },
)

test(
  'the AWS CLI works with the profile while the job runs, and is refused afterwards',
  withCli,
  async () => {
    const job = stage.job({ env: { AWS_ENDPOINT_URL: sandbox.url, AWS_MAX_ATTEMPTS: '1' } })
    const main = await job.uses(stage.step(PROFILE))
    assert.equal(main.code, 0, main.log)
    const list = ['s3api', 'list-buckets', '--profile', 'deploy']
    const within = await job.run('aws', ...list)
    assert.equal(within.code, 0, within.log)
    const kept = fileOf('credentials')
    const config = fileOf('config')
    await job.finish()
    writeFileSync(join(folder, 'credentials'), kept)
    writeFileSync(join(folder, 'config'), config)
    const afterwards = await job.run('aws', ...list)
    assert.notEqual(afterwards.code, 0)
    assert.match(afterwards.log, /explicit deny|AccessDenied/)
  },
)
