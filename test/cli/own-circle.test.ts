/** A `credential_process` that is daypass, in the profile that daypass runs with. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { daypassProgram } from './daypass-program.ts'
import { type Ended, openStage } from './stage.ts'

const stage = await openStage()
const { path, starts } = daypassProgram(stage.roles)
const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...elsewhere } = stage.env

/** Runs a shell with these profiles and without keys. */
async function shell(script: string, profiles: string): Promise<Ended & { started: number }> {
  const config = join(stage.roles, 'aws-config')
  writeFileSync(config, profiles)
  const before = starts()
  const env = {
    ...elsewhere,
    PATH: path,
    HOME: stage.roles,
    AWS_CONFIG_FILE: config,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  return await new Promise((resolve) => {
    execFile('sh', ['-c', script], { env }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0
      resolve({ code, stdout, stderr, started: starts() - before })
    })
  })
}

const LINE = 'credential_process = daypass issue reader --format credential-process'
const OWN = `[profile own]
aws_access_key_id = ${String(AWS_ACCESS_KEY_ID)}
aws_secret_access_key = ${String(AWS_SECRET_ACCESS_KEY)}
`

for (const [profile, profiles] of [
  ['default', `[default]\n${LINE}\n`],
  ['dev', `[profile dev]\n${LINE} --aws-profile dev\n`],
  ['dev', `[profile dev]\n${LINE} --aws-profile ops\n[profile ops]\n${LINE} --aws-profile dev\n`],
] as const) {
  const longer = profiles.includes('[profile ops]') ? ', by way of another' : ''
  test(`a profile ${profile} that leads back to itself${longer} is named, and what to write, after few processes`, async () => {
    const as = profile === 'default' ? '' : ` --aws-profile ${profile}`
    const { code, stderr, started } = await shell(`daypass issue reader${as} | cat >&2`, profiles)
    assert.equal(code, 0)
    assert.match(stderr, new RegExp(`profile ${profile} goes in a circle`))
    assert.match(stderr, /put what daypass itself signs in with into another profile/)
    assert.ok(started <= 7, `${started} processes`)
    assert.deepEqual(stage.alive(), [])
  })
}

test('a store in S3 says the same when it is the first to ask', async () => {
  const { code, stderr } = await shell('daypass leases', `[default]\n${LINE}\n`)
  assert.equal(code, 3)
  assert.match(stderr, /profile default goes in a circle/)
})

test('credentials that daypass got from daypass, with another profile in the end, are no circle', async () => {
  stage.role(
    'broker',
    'credential_type: iam_user\npolicy_arns: [arn:aws:iam::aws:policy/AdministratorAccess]\n',
  )
  const profiles = `${OWN}[profile broker]
credential_process = daypass issue broker --format credential-process --aws-profile own
`
  const script =
    'daypass exec reader --aws-profile broker -- daypass leases --aws-profile own --json'
  const { code, stdout, stderr } = await shell(script, profiles)
  assert.equal(code, 0, stderr)
  assert.match(stdout, /"lease_id": ?"reader\//)
})
