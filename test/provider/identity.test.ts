/** As whom the provider works, and what its leases say of who holds them. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { callerIdentity } from '../../aws/clients/caller.ts'
import type { Configuration } from '../../provider/configuration/schema.ts'
import { terraformHolder } from '../../provider/holder.ts'
import type { Environment } from '../../assembly/settings.ts'
import { workspaceOf } from '../../terraform-plugin/plugin/workspace.ts'
import { seedRoles } from '../../sandbox/seed.ts'
import { seedMfaDevice } from '../../sandbox/seed/mfa-device.ts'
import { setEnvironment } from '../support/process-environment.ts'
import { openSessionStage } from './session-stage.ts'

const { sandbox, folder, session, surroundings } = await openSessionStage()
const BROKER = 'arn:aws:iam::123456789012:role/broker'
const TARGET = 'arn:aws:iam::210987654321:role/target'
const none = { policy_arns: [], iam_groups: [], session_tags: {} }
const lifetimes = { default_sts_ttl: 3600, max_sts_ttl: 3600 }
seedRoles(
  sandbox,
  [BROKER, TARGET].map((arn) => ({
    name: 'x',
    credential_type: 'assumed_role',
    role_arns: [arn],
    subjects: ['repo:octo/app:*'],
    ...none,
    ...lifetimes,
  })),
)
const ASSUME = {
  role_arn: BROKER,
  session_name: null,
  duration: null,
  external_id: null,
  mfa_serial_number: null,
  mfa_code: null,
}
const NO_KEY = { access_key: null, secret_key: null }
const WEB = {
  role_arn: BROKER,
  session_name: null,
  duration: null,
  web_identity_token: null,
  web_identity_token_file: null,
}

async function caller(config: Partial<Configuration>): Promise<string> {
  const { clients } = await session(config).connect()
  return (await callerIdentity(clients)).arn
}

async function token(): Promise<string> {
  const reply = await fetch(
    `${sandbox.url}/_sandbox/oidc/token?sub=repo:octo/app:ref:x&aud=sts.amazonaws.com`,
  )
  return ((await reply.json()) as { value: string }).value
}

test('the provider works with the key that it is given', async () => {
  assert.equal(await caller({}), 'arn:aws:iam::123456789012:user/daypass-root')
})

test('the provider works as the role that it is to assume', async () => {
  const assume_role = { ...ASSUME, session_name: 'me', duration: '20m' }
  assert.equal(await caller({ assume_role }), 'arn:aws:sts::123456789012:assumed-role/broker/me')
})

test('the provider assumes a role with a code of its MFA device, which works once', async () => {
  const serial = 'arn:aws:iam::123456789012:mfa/me'
  seedMfaDevice(sandbox, serial)
  const shown = await fetch(`${sandbox.url}/_sandbox/mfa?serial=${encodeURIComponent(serial)}`)
  const { code } = (await shown.json()) as { code: string }
  const assume_role = { ...ASSUME, mfa_serial_number: serial, mfa_code: code }
  assert.match(await caller({ assume_role }), /assumed-role\/broker/)
  await assert.rejects(caller({ assume_role }), { hint: /each code works once/ })
})

test('the provider takes a role with a token, given or from a file, without a key', async () => {
  const file = join(folder, 'token')
  writeFileSync(file, `${await token()}\n`)
  for (const source of [{ web_identity_token: await token() }, { web_identity_token_file: file }]) {
    assert.equal(
      await caller({ ...NO_KEY, assume_role_with_web_identity: { ...WEB, ...source } }),
      'arn:aws:sts::123456789012:assumed-role/broker/daypass-terraform',
    )
  }
})

test('a token file that is not there is told', async () => {
  const assume_role_with_web_identity = { ...WEB, web_identity_token_file: '/no/such/file' }
  await assert.rejects(caller({ ...NO_KEY, assume_role_with_web_identity }), /\/no\/such\/file/)
})

test('the provider works with a profile of the shared files', async (t) => {
  const { accessKeyId, secretAccessKey } = sandbox.root
  const file = join(folder, 'credentials')
  writeFileSync(
    file,
    `[other]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
  )
  setEnvironment(t, { AWS_SHARED_CREDENTIALS_FILE: file })
  const config = { ...NO_KEY, profile: 'other' }
  assert.match(await caller(config), /user\/daypass-root$/)
  const { state } = await session(config).connect()
  assert.equal(await state.roles.find('nobody'), undefined)
})

test('nothing of the SDK is loaded and nothing asked before the first use', async () => {
  const before = sandbox.requests.length
  await session({ assume_role: ASSUME }).connect()
  assert.equal(sandbox.requests.length, before)
})

const WORKSPACES: readonly (readonly [string, Environment, string])[] = [
  ['the variable first', { TF_WORKSPACE: 'prod', TFC_WORKSPACE_NAME: 'x' }, 'prod'],
  ['what was selected', { TFC_WORKSPACE_NAME: 'x' }, 'stage'],
  ['what was selected elsewhere', { TF_DATA_DIR: 'data' }, 'other'],
  ['HCP Terraform’s name', { TF_DATA_DIR: 'none', TFC_WORKSPACE_NAME: 'hcp' }, 'hcp'],
  ['default', { TF_DATA_DIR: 'none', TF_WORKSPACE: '' }, 'default'],
]

for (const [name, selected] of [
  ['.terraform', 'stage'],
  ['data', 'other\n'],
] as const) {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'environment'), selected)
}

for (const [what, env, expected] of WORKSPACES) {
  test(`the workspace is ${expected}: ${what}`, async () => {
    assert.equal(await workspaceOf(env, folder), expected)
  })
}

test('a lease says workspace and workflow job, and what the configuration says of them', async () => {
  const env = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo/app',
    GITHUB_RUN_ID: '42',
    TF_WORKSPACE: 'prod',
  }
  assert.deepEqual(await terraformHolder(surroundings(env), { actor: 'ann', run_id: '43' }), {
    kind: 'terraform',
    repository: 'octo/app',
    workspace: 'prod',
    run_id: '43',
    actor: 'ann',
  })
})

test('outside of a workflow a lease says user and host', async () => {
  const holder = await terraformHolder(surroundings({ TF_WORKSPACE: 'prod' }), {})
  assert.deepEqual(Object.keys(holder).sort(), ['host', 'kind', 'user', 'workspace'])
})
