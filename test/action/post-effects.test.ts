/** Post when what it puts back cannot be put back, or what it goes by is gone: the credentials end, or it says until when they live. */
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { connectJob } from '../../action/connection/connect.ts'
import { runMain } from '../../action/main/run-main.ts'
import { formatPostState, parsePostState } from '../../action/post-state/post-state-document.ts'
import { runPost } from '../../action/post/run-post.ts'
import { refreshFiles } from '../../action/refresh/refresh-files.ts'
import type { Runner } from '../../action/runner/runner.ts'
import { cleanForEachTest } from '../support/clean-sandbox.ts'
import { createStage } from './stage.ts'
import { type RecordingRunner, recordingRunner } from './unit/recording-runner.ts'

const stage = await createStage(process.execPath)
const { sandbox, machine } = stage
cleanForEachTest(sandbox)
after(stage.close)
const aws = join(machine.home, '.aws')

beforeEach(() => {
  for (const path of [aws, machine.temporary]) {
    rmSync(path, { recursive: true, force: true })
    mkdirSync(path)
  }
})

const BUCKET = { state: stage.state }
const BY_KEY = { 'broker-role-arn': 'arn:aws:iam::123456789012:role/daypass-broker-by-key' }
const TWO_ROLES = 'deploy-role\nlog-reader as logs'
const USER = { role: 's3-reader' }
/** Every kind of state that main leaves, and how many leases it has. */
const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a session on the runner': {},
  'a session in the bucket': BUCKET,
  'a user on the runner': USER,
  'a user in the bucket': { ...USER, ...BUCKET },
  'two roles at once': { ...BUCKET, role: TWO_ROLES },
}

/** Main of a job whose credentials are variables and a profile; answers the runner, ready for post. */
async function afterMain(inputs: Readonly<Record<string, string>>): Promise<RecordingRunner> {
  const { accessKeyId, secretAccessKey } = sandbox.root
  const runner = runnerOf({
    role: 'deploy-role',
    'aws-access-key-id': accessKeyId,
    'aws-secret-access-key': secretAccessKey,
    ...(inputs['role']?.includes('\n') === true
      ? { export: 'env' }
      : { export: 'env, profile', profile: 'deploy' }),
    roles: join(machine.workspace, 'roles'),
    // It has no rights to make users; the key's owner does.
    ...(inputs['role'] === USER.role ? {} : BY_KEY),
    ...stage.reach,
    ...inputs,
  })
  const program = { node: process.execPath, script: 'credentials.js', platform: process.platform }
  const code = await runMain(runner, { connect: connectFrom(runner), program })
  assert.equal(code, 0, runner.log.join('\n'))
  assert.ok(stage.alive().length > 0)
  return runner
}

function runnerOf(inputs: Readonly<Record<string, string>>): RecordingRunner {
  const env = { RUNNER_TEMP: machine.temporary, GITHUB_WORKSPACE: machine.workspace }
  const runner = recordingRunner({ env, inputs })
  // What main exports, later steps have in their environment.
  const exportVariable = (name: string, value: string) => {
    Object.assign(env, { [name]: value })
    runner.exportVariable(name, value)
  }
  return { ...runner, home: machine.home, exportVariable }
}

function connectFrom(runner: Runner): Parameters<typeof runPost>[1] {
  return (connection, stopped) => connectJob(connection, runner, stopped)
}

function full(): never {
  throw Object.assign(new Error('ENOSPC: no space left on device'), {
    errno: -28,
    code: 'ENOSPC',
    syscall: 'write',
  })
}

/** Makes an effect of post throw; what post then says of it, if it can say anything. */
const FAULTS: Readonly<Record<string, { break: () => Partial<Runner>; says?: RegExp }>> = {
  'variables cannot be written': {
    break: () => ({ exportVariable: full }),
    says: /AWS_ACCESS_KEY_ID could not be put back: ENOSPC/,
  },
  'the summary cannot be written': {
    break: () => ({ summarise: () => Promise.reject(new Error('EACCES: permission denied')) }),
    says: /summary could not be written: EACCES/,
  },
  'the log takes no lines': { break: () => ({ info: full }), says: /could not be logged/ },
  'the log takes no warnings': { break: () => ({ warn: full }) },
  'nothing can be masked': { break: () => ({ mask: full }) },
  'the folder of profiles became a link': {
    break: () => {
      renameSync(aws, `${aws}-moved`)
      symlinkSync(`${aws}-moved`, aws)
      return {}
    },
  },
}

for (const [kind, inputs] of Object.entries(KINDS)) {
  for (const names of [...Object.keys(FAULTS).map((name) => [name]), Object.keys(FAULTS)]) {
    const what = names.length === 1 ? names[0] : 'all of it at once'
    test(`${kind} is revoked by a post in which ${what}`, async () => {
      const job = await afterMain({ ...inputs, 'mask-aws-account-id': 'true' })
      const broken = names.map((name) => FAULTS[name]?.break() ?? {})
      const count = job.log.length
      await runPost(
        { ...job, saved: job.left, ...(Object.assign({}, ...broken) as Partial<Runner>) },
        connectFrom(job),
      )
      rmSync(`${aws}-moved`, { recursive: true, force: true })
      assert.deepEqual(stage.alive(), [])
      if (names.length > 1) return
      const said = job.log.slice(count).join('\n')
      if (names[0] !== 'the log takes no lines') assert.match(said, /^say lease \S+ revoked at/m)
      const says = FAULTS[names[0] ?? '']?.says
      if (says !== undefined) assert.match(said, says)
      assert.doesNotMatch(said, /fault in daypass/)
    })
  }
}

test('a profile that cannot be taken away is named, with its file and why', async () => {
  const job = await afterMain({})
  renameSync(aws, `${aws}-moved`)
  symlinkSync(`${aws}-moved`, aws)
  await runPost({ ...job, saved: job.left }, connectFrom(job))
  rmSync(`${aws}-moved`, { recursive: true, force: true })
  assert.match(
    job.log.join('\n'),
    /^warn post step: \[deploy\] could not be removed from .*[/]credentials: .* is not a plain directory/m,
  )
})

test('where post cannot connect, every lease is said to work, and until when', async () => {
  const job = await afterMain({ ...BUCKET, role: TWO_ROLES })
  await runPost({ ...job, saved: job.left }, full)
  const said = job.log.join('\n')
  for (const role of ['deploy-role', 'log-reader'])
    assert.match(
      said,
      new RegExp(
        `^warn lease ${role}/\\w{22} was not revoked and may work until \\d{4}-.*ENOSPC`,
        'm',
      ),
    )
})

test('a saved state that cannot be read is reported with what it means', async () => {
  const job = await afterMain({})
  await runPost({ ...job, saved: () => '{"version":1' }, connectFrom(job))
  assert.match(job.log.join('\n'), /^warn post step: .*not revoked and works until it ends/m)
})

/** What the lease was recorded in is gone. */
function forgetRecord(inputs: Readonly<Record<string, string>>): void {
  if (inputs['state'] === undefined) {
    rmSync(machine.temporary, { recursive: true })
    mkdirSync(machine.temporary)
    return
  }
  for (const { objects, keys } of sandbox.world.buckets.values()) {
    for (const key of objects.keys()) {
      if (!key.includes('leases/')) continue
      objects.delete(key)
      keys.delete(key)
    }
  }
}

for (const [kind, inputs] of Object.entries(KINDS).slice(0, 4)) {
  const isUser = inputs['role'] === 's3-reader'
  test(`${kind} whose record is gone is ${isUser ? 'deleted by its name' : 'said to work until its end'}`, async () => {
    const job = await afterMain(inputs)
    forgetRecord(inputs)
    const count = job.log.length
    await runPost({ ...job, saved: job.left }, connectFrom(job))
    const said = job.log.slice(count).join('\n')
    assert.doesNotMatch(said, /never issued/)
    if (isUser) {
      assert.deepEqual(stage.alive(), [])
      assert.match(said, /^say lease \S+ revoked at \d{4}-/m)
    } else {
      assert.match(
        said,
        /^warn lease \S+ was not revoked and may work until \d{4}-.*record is gone/m,
      )
    }
  })
}

/** A step whose profile has refreshed itself once; answers what main saved, and the folder of its refreshing. */
async function afterRefresh(): Promise<{ job: Runner; directory: string }> {
  const job = await afterMain(BUCKET)
  const later = await afterMain({ ...BUCKET, profile: 'later' })
  const directory = join(machine.temporary, 'daypass-refresh')
  mkdirSync(directory)
  const [lease] = parsePostState(later.left()).leases
  writeFileSync(join(directory, 'journal'), `${lease?.id ?? ''}\n`)
  const state = { ...parsePostState(job.left()), refreshDirectory: directory }
  return { job: { ...job, saved: () => formatPostState(state, job.random) }, directory }
}

test('what a refreshing profile issued is revoked although it cannot be stopped', async () => {
  const { job, directory } = await afterRefresh()
  const [lease] = parsePostState(job.saved()).leases
  assert.ok(lease)
  mkdirSync(refreshFiles(directory, lease.id).config)
  const said: string[] = []
  await runPost({ ...job, warn: (text) => void said.push(text) }, connectFrom(job))
  assert.deepEqual(stage.alive(), [])
  assert.match(said.join('\n'), /refresh themselves could not be stopped/)
})

test('a refreshing profile whose folder is gone leaves a warning: what it issued is not known', async () => {
  const { job, directory } = await afterRefresh()
  rmSync(directory, { recursive: true })
  const said: string[] = []
  await runPost({ ...job, warn: (text) => void said.push(text) }, connectFrom(job))
  assert.equal(stage.alive().length, 1)
  assert.match(said.join('\n'), /issued since is not known, and works until it ends: .+ is gone/)
})
