import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { S3 } from '@aws-sdk/client-s3'
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

test('doctor names profiles that ask for leases so short that tools ask again and again', async () => {
  const file = join(stage.roles, 'aws-config')
  const line = 'credential_process = daypass issue reader --format credential-process'
  writeFileSync(file, `[profile often]\n${line} --ttl 15m\n[profile seldom]\n${line} --ttl 1h\n`)
  const { stdout } = await daypass(['doctor'], { env: { AWS_CONFIG_FILE: file } })
  assert.match(stdout, /^unknown +profile +.* profile often: .*15m\n +cure: leave --ttl out/m)
  assert.doesNotMatch(stdout, /seldom/)
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

test('with the credentials of another account sweep and doctor fail, say why, and end nothing', async (t) => {
  assert.equal((await daypass(['issue', 'reader', '--ttl', '15m'])).code, 0)
  const { accessKeyId, secretAccessKey } = stage.sandbox.administrator('210987654321')
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const Principal = { AWS: 'arn:aws:iam::210987654321:root' }
  const Resource = ['arn:aws:s3:::daypass-state', 'arn:aws:s3:::daypass-state/*']
  const Statement = { Effect: 'Allow', Principal, Action: 's3:*', Resource }
  const s3 = new S3({
    endpoint: stage.sandbox.url,
    region: 'us-east-1',
    credentials: stage.sandbox.root,
    forcePathStyle: true,
  })
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await s3.putBucketPolicy({ Bucket: 'daypass-state', Policy })
  setEnvironment(t, env)
  const { code, stdout } = await daypass(['doctor'], { env })
  assert.equal(code, 1)
  assert.match(
    stdout,
    /^failed +users +1 live lease of users .* in 123456789012, and daypass is in 210987654321/m,
  )
  stage.sandbox.clock.advance(3600)
  const swept = await daypass(['sweep'], { env })
  assert.equal(swept.code, 1)
  assert.match(swept.stdout, /failed: aws-denied: user .* is in another account/)
  const { leases } = json((await daypass(['leases', '--json'], { env })).stdout)
  assert.equal((leases as readonly unknown[]).length, 1)
})
