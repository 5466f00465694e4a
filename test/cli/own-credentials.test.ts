/** As whom daypass itself runs, and what it says where that cannot be found out. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setEnvironment } from '../support/process-environment.ts'
import { json, openStage } from './stage.ts'

const stage = await openStage()
const { root } = stage.sandbox
const config = join(stage.roles, 'aws-config')
writeFileSync(
  config,
  `[profile own]
aws_access_key_id = ${root.accessKeyId}
aws_secret_access_key = ${root.secretAccessKey}
[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = dev
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-central-1
[profile mfa]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = own
mfa_serial = arn:aws:iam::123456789012:mfa/ann
[profile failing]
credential_process = sh -c 'echo no coffee >&2; exit 3'
`,
)
const STRANGER = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' }
const FILES = { AWS_CONFIG_FILE: config, AWS_EC2_METADATA_DISABLED: 'true', HOME: stage.roles }

test('daypass runs with its own profile whatever keys are in the variables, and says nothing of both', async (t) => {
  setEnvironment(t, { ...FILES, ...STRANGER })
  const written: unknown[] = []
  t.mock.method(process.stderr, 'write', (words: unknown) => written.push(words) > 0)
  const issued = await stage.daypass(['issue', 'reader', '--aws-profile', 'own', '--json'])
  assert.equal(issued.code, 0, issued.stderr)
  const id = String(json(issued.stdout)['lease_id'])
  const revoked = await stage.daypass(['revoke', id], { env: { DAYPASS_AWS_PROFILE: 'own' } })
  assert.deepEqual([revoked.code, revoked.stdout], [0, `${id} revoked\n`])
  assert.deepEqual(written, [])
})

test('in the shell that took credentials the lease is renewed and revoked as before', async (t) => {
  setEnvironment(t, { ...FILES, AWS_PROFILE: 'own' })
  const env = { AWS_PROFILE: 'own' }
  const issued = await stage.daypass(['issue', 'reader', '--format', 'env'], { env })
  assert.match(issued.stdout, /^unset AWS_PROFILE$/m)
  assert.match(issued.stdout, /^export DAYPASS_AWS_PROFILE='own'$/m)
  const id = /DAYPASS_LEASE_ID='(.*)'/.exec(issued.stdout)?.[1] ?? ''
  setEnvironment(t, { ...STRANGER, AWS_PROFILE: undefined })
  const later = { AWS_PROFILE: '', DAYPASS_AWS_PROFILE: 'own' }
  assert.equal((await stage.daypass(['renew', id], { env: later })).code, 0)
  assert.equal((await stage.daypass(['revoke', id], { env: later })).code, 0)
  assert.deepEqual(stage.alive(), [])
})

const FAULTS: readonly (readonly [profile: string, says: RegExp])[] = [
  ['sso', /: the SSO sign-in of profile sso is over\nhint: aws sso login --profile sso\n$/],
  ['mfa', /: profile mfa asks for an MFA code\nhint: .*take a session first/],
  [
    'failing',
    /: the credential_process of profile failing failed: no coffee\nhint: aws sts get-caller-identity, for profile failing,/,
  ],
  [
    'nosuch',
    /: there is no profile nosuch in the AWS configuration\nhint: .*aws configure list-profiles/,
  ],
]
for (const [profile, says] of FAULTS) {
  test(`why profile ${profile} is of no use is said, with what to do`, async (t) => {
    setEnvironment(t, { ...FILES, AWS_ACCESS_KEY_ID: undefined })
    const state = `file://${stage.roles}/state`
    const words = ['issue', 'reader', '--state', state, '--aws-profile', profile]
    const { code, stdout, stderr } = await stage.daypass(words)
    assert.deepEqual([code, stdout], [3, ''])
    assert.match(stderr, /^error: daypass has no AWS credentials of its own/)
    assert.match(stderr, says)
  })
}
