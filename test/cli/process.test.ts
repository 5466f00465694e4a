import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Ended, json, openStage } from './stage.ts'

const stage = await openStage()
const root = fileURLToPath(new URL('../..', import.meta.url))

/** A program that says when it runs, and ends with 5 on a signal it names. */
const WAITS = `for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {
  process.stdout.write('heard ' + name + '\\n', () => process.exit(5))
})
process.stdout.write('ready ' + process.pid + '\\n')
setInterval(() => undefined, 60_000)`

const SHOWS_ENVIRONMENT = `process.stdout.write(JSON.stringify(process.env)); process.exitCode = 7`

interface Process {
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Ended>
}

function daypass(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...argv], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: stage.roles, ...stage.env, ...env },
  })
  child.stdin.end()
  const written = [child.stdout, child.stderr].map(
    async (stream) => await text(stream).catch(() => ''),
  )
  const ended = Promise.all([once(child, 'exit'), ...written]).then(
    ([[code], stdout = '', stderr = '']) => ({ code: Number(code), stdout, stderr }),
  )
  return { child, ended }
}

async function exec(program: string, options: readonly string[] = []): Promise<Ended> {
  return await daypass(['exec', 'reader', ...options, '--', process.execPath, '-e', program]).ended
}

/** Waits for the line of {@link WAITS}, and answers the id of its process. */
async function ready({ child }: Process): Promise<number> {
  for (;;) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
    const [, pid] = /ready (\d+)/.exec(chunk.toString()) ?? []
    if (pid !== undefined) return Number(pid)
  }
}

test('exec runs a command with credentials of its own, passes its exit code, and revokes them', async () => {
  const inherited = {
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
    AWS_DEFAULT_PROFILE: 'someone',
    AWS_CREDENTIAL_EXPIRATION: '2001-01-01T00:00:00Z',
  }
  const argv = ['exec', 'reader', '--', process.execPath, '-e', SHOWS_ENVIRONMENT]
  const { code, stdout, stderr } = await daypass(argv, inherited).ended
  assert.equal(code, 7)
  assert.match(stderr, /^lease reader\/\w{22} revoked\n$/)
  const env = json(stdout)
  assert.match(String(env['AWS_ACCESS_KEY_ID']), /^AKIA/)
  assert.notEqual(env['AWS_ACCESS_KEY_ID'], stage.env['AWS_ACCESS_KEY_ID'])
  assert.equal(String(env['AWS_SECRET_ACCESS_KEY']).length, 40)
  assert.match(String(env['DAYPASS_LEASE_ID']), /^reader\//)
  assert.equal(env['AWS_ENDPOINT_URL'], stage.env['AWS_ENDPOINT_URL'])
  for (const name of Object.keys(inherited)) assert.ok(!(name in env), name)
  assert.deepEqual(stage.alive(), [])
})

test('exec hands on no other way to credentials, unless it is told to leave those that are not its own', async () => {
  const ways = {
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/other',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/credentials',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'container',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/token',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job',
  }
  const own = { DAYPASS_IDENTITY: 'AGE-SECRET-KEY-1', DAYPASS_IDENTITY_FILE: '/identity' }
  for (const flags of [[], ['--leave-identity']]) {
    const argv = ['exec', 'reader', ...flags, '--', process.execPath, '-e', SHOWS_ENVIRONMENT]
    const env = json((await daypass(argv, { ...ways, ...own }).ended).stdout)
    const left = [...Object.keys(ways), ...Object.keys(own)].filter((name) => name in env)
    assert.deepEqual(left, flags.length === 0 ? [] : Object.keys(ways))
  }
})

test('exec with --env hands over the token and the end of a session', async () => {
  const argv = ['exec', 'viewer', '--env', '--ttl', '15m', '--region', 'eu-central-1']
  const { stdout } = await daypass([...argv, '--', process.execPath, '-e', SHOWS_ENVIRONMENT]).ended
  const env = json(stdout)
  assert.ok(String(env['AWS_SESSION_TOKEN']).length > 100)
  assert.match(String(env['AWS_CREDENTIAL_EXPIRATION']), /^\d{4}-.*Z$/)
  assert.equal(env['AWS_REGION'], 'eu-central-1')
  assert.deepEqual(stage.alive(), [])
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`exec passes ${signal} on, waits for the command, and revokes then`, async () => {
    const started = daypass(['exec', 'reader', '--', process.execPath, '-e', WAITS])
    await ready(started)
    assert.equal(stage.alive().length, 1)
    started.child.kill(signal)
    const { code, stderr } = await started.ended
    assert.equal(code, 5)
    assert.match(stderr, /^lease reader\/\w{22} revoked\n$/)
    assert.deepEqual(stage.alive(), [])
  })
}

test('a command that a signal ends gives 128 and its number, and the lease is revoked', async () => {
  const { code, stderr } = await exec(`process.kill(process.pid, 'SIGKILL')`)
  assert.deepEqual([code, stderr.replace(/\w{22}/, 'ID')], [137, 'lease reader/ID revoked\n'])
  assert.deepEqual(stage.alive(), [])
})

test('a command that cannot be started after all gives 127, and the lease is revoked', async () => {
  const script = join(stage.roles, 'script')
  writeFileSync(script, '#!/no/such/interpreter\n', { mode: 0o755 })
  const { code, stderr } = await daypass(['exec', 'reader', '--', script]).ended
  assert.equal(code, 127)
  assert.match(stderr, /^error: .* was not found\nlease reader\/\w{22} revoked\n$/)
  assert.deepEqual(stage.alive(), [])
})

test('a lease whose exec was killed outright is ended by a sweep in its time', async () => {
  const killed = daypass(['exec', 'reader', '--ttl', '5m', '--', process.execPath, '-e', WAITS])
  const orphan = await ready(killed)
  const [lease] = json((await stage.daypass(['leases', '--json'])).stdout)['leases'] as {
    lease_id: string
  }[]
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  assert.equal(stage.alive().length, 1)
  process.kill(orphan, 'SIGKILL')
  stage.sandbox.clock.advance(600)
  const swept = await stage.daypass(['sweep'])
  assert.deepEqual([swept.code, swept.stdout], [0, `${String(lease?.lease_id)} ended (expired)\n`])
  assert.deepEqual(stage.alive(), [])
})

test('credentials written into a pipe that nobody reads are revoked, with the exit code of SIGPIPE', async () => {
  const started = daypass(['issue', 'reader'])
  started.child.stdout.destroy()
  const { code, stderr } = await started.ended
  assert.equal(code, 141)
  assert.match(
    stderr,
    /\nlease reader\/\w{22} revoked\n(?:warning: the clock of this machine .*\n)?$/,
  )
  assert.deepEqual(stage.alive(), [])
})

test('sandbox runs a command in an AWS of its own and ends with its exit code', async () => {
  const inner = [process.execPath, '--import', 'tsx', 'cli/main.ts', 'issue', 'deploy-role']
  const outer = ['sandbox', '--roles', 'examples/roles', '--']
  const env = {
    AWS_PROFILE: 'someone',
    AWS_SESSION_TOKEN: 'old',
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
  }
  const { code, stdout, stderr } = await daypass([...outer, ...inner], env).ended
  assert.equal(code, 0)
  assert.match(stderr, /^warning: role deploy-role is for [^\n]*\n$/)
  assert.match(
    String(json(stdout)['arn']),
    /^arn:aws:sts::123456789012:assumed-role\/deploy-role\//,
  )
  assert.equal((await daypass(['sandbox', '--', 'sh', '-c', 'exit 9']).ended).code, 9)
})

test('a sandbox misbehaves by the profile and the seed that it is told', async () => {
  const ask = 'fetch(`${process.env.AWS_ENDPOINT_URL}/_sandbox/misbehaviour`)'
  const script = `${ask}.then((reply) => reply.text()).then((text) => process.stdout.write(text))`
  const program = [process.execPath, '-e', script]
  const { stdout } = await daypass(['sandbox', '--misbehave', 'store:7', '--', ...program]).ended
  const { seed, store } = json(stdout)
  assert.deepEqual([seed, (store as Record<string, unknown>)['refusesMultiDelete']], [7, true])
})

test('sandbox without a command prints what leads to it and stays until a signal', async () => {
  const started = daypass(['sandbox', '--json'])
  const [line] = (await once(started.child.stdout, 'data')) as [Buffer]
  const variables = json(line.toString())
  assert.equal(variables['DAYPASS_STATE'], 's3://daypass-state')
  const reply = await fetch(`${String(variables['AWS_ENDPOINT_URL'])}/_sandbox/state`)
  assert.equal(reply.status, 200)
  started.child.kill('SIGINT')
  const { code, stderr } = await started.ended
  assert.equal(code, 0)
  assert.match(stderr, /^the sandbox runs at http:\/\/127\.0\.0\.1:\d+ until Ctrl-C/)
})
