import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts'
import { setEnvironment } from '../support/process-environment.ts'
import { json, openStage } from './stage.ts'

const stage = await openStage()
const { daypass } = stage

interface Check {
  readonly name: string
  readonly status: string
  readonly detail: string
  readonly cure?: string
}

async function checks(...options: string[]): Promise<ReadonlyMap<string, Check>> {
  const { checks: found } = json((await daypass(['doctor', '--json', ...options])).stdout) as {
    checks: Check[]
  }
  return new Map(found.map((check) => [check.name, check]))
}

test('doctor tells whose credentials daypass has, in which region, and what is wrong with the rest', async () => {
  const found = await checks()
  assert.deepEqual(
    ['state', 'conditional writes', 'AWS credentials', 'AWS region', 'roles', 'clock'].map(
      (name) => `${name}: ${found.get(name)?.status ?? 'missing'} ${found.get(name)?.detail ?? ''}`,
    ),
    [
      'state: ok s3://daypass-state',
      'conditional writes: ok honoured',
      'AWS credentials: ok arn:aws:iam::123456789012:user/daypass-root (a long-term key)',
      'AWS region: ok us-east-1',
      `roles: ok 2 roles in ${stage.roles}`,
      'clock: ok right',
    ],
  )
})

test('doctor ends with 1 when something is wrong, and says the cure', async () => {
  const { code, stdout } = await daypass([
    'doctor',
    '--state',
    's3://no-such-bucket',
    '--roles',
    'nowhere',
  ])
  assert.equal(code, 1)
  assert.match(
    stdout,
    /^failed +conditional writes +.*no-such-bucket.*\n +cure: create the bucket no-such-bucket, or name another place with --state$/m,
  )
  assert.match(
    stdout,
    /^failed +roles +the folder of role files nowhere cannot be read\n +cure: name the folder/m,
  )
})

test('doctor does not complain of roles where nobody said that there are any', async () => {
  const { stdout } = await daypass(['doctor'], { env: { DAYPASS_ROLES: '' } })
  assert.match(stdout, /^unknown +roles +none in roles\n +cure: name their directory/m)
})

test('doctor keeps to the width of a terminal', async () => {
  const { stdout } = await daypass(['doctor', '--color', 'never'], { terminal: true, columns: 60 })
  const wide = stdout.split('\n').filter((line) => line.length > 60 && line.trim().includes(' '))
  assert.deepEqual(
    wide.filter((line) => !line.includes('arn:aws:iam')),
    [],
  )
})

test('doctor needs no AWS to judge a directory', async () => {
  const found = await checks('--state', `file://${stage.roles}/state`)
  assert.equal(found.get('conditional writes')?.status, 'ok')
})

test('doctor says when the clock is wrong', async () => {
  const clock = createSandboxClock()
  clock.advance(120)
  const { stdout } = await daypass(['doctor', '--json'], { clock })
  const found = (json(stdout)['checks'] as Check[]).find(({ name }) => name === 'clock')
  assert.equal(found?.status, 'failed')
  assert.match(found.detail, /^12[01] s fast$/)
  assert.match(found.cure ?? '', /^set the clock/)
})

test('doctor says what a session cannot do', async (t) => {
  const { stdout } = await daypass(['issue', 'viewer', '--ttl', '1h'])
  const issued = json(stdout) as Readonly<Record<string, string>>
  setEnvironment(t, {
    AWS_ACCESS_KEY_ID: issued['access_key'],
    AWS_SECRET_ACCESS_KEY: issued['secret_key'],
    AWS_SESSION_TOKEN: issued['session_token'],
  })
  const found = await checks()
  assert.match(found.get('AWS credentials')?.detail ?? '', /:federated-user\/.* \(a session\)$/)
  assert.equal(found.get('credential types')?.status, 'unknown')
  assert.equal(found.get('conditional writes')?.status, 'failed')
})
