/** Moving in: `moved` blocks that lead to daypass, between the real hosts and the sandbox. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { terraformPlatform } from '../../scripts/terraform/place.ts'
import { definedProvider } from '../../scripts/defined-provider.ts'
import { providerClient } from '../terraform-plugin/in-process.ts'
import { bundleProvider } from '../support/other-provider.ts'
import {
  hostsHere,
  hostTest,
  openTerraformStage,
  type Project,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined
const scratch = mkdtempSync(join(tmpdir(), 'daypass-moved-'))
after(() => {
  rmSync(scratch, { recursive: true })
})
const vault = bundleProvider(
  'vault',
  fileURLToPath(new URL('vault-provider-main.ts', import.meta.url)),
  scratch,
)

const ROLE = `
  name            = "uploader"
  credential_type = "federation_token"
  policy_arns     = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
`
const THEIRS = `
resource "vault_aws_secret_backend_role" "it" {
  backend         = "aws"
  max_sts_ttl     = 7200
  ${ROLE}
}
`
const OURS = `
resource "daypass_role" "it" {
  max_sts_ttl = "2h"
  ${ROLE}
}
`

async function open(t: TestContext, main: string): Promise<Project> {
  assert.ok(stage)
  const project = await stage.project(t, '', { provider: 'state = "s3://daypass-state"' })
  for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
    const mirror = project.path(`terraform.d/plugins/${host}/hashicorp/vault/9.9.9`)
    mkdirSync(mirror, { recursive: true })
    symlinkSync(await vault, join(mirror, terraformPlatform()))
  }
  project.write('role.tf', main)
  await ok(project.tf('init'))
  return project
}

async function ok(command: ReturnType<Project['tf']>, expected = 0) {
  const ended = await command
  assert.equal(ended.code, expected, ended.text)
  return ended
}

const APPLY = ['apply', '-auto-approve'] as const

hostTest(
  "a role of Vault's provider becomes one of daypass, and nothing is destroyed",
  async (t) => {
    const { tf, write } = await open(t, THEIRS)
    await ok(tf(...APPLY))
    const moved = `moved {\n  from = vault_aws_secret_backend_role.it\n  to   = daypass_role.it\n}\n`
    write('role.tf', `${OURS}${moved}`)
    const plan = await ok(tf('plan', '-detailed-exitcode'), 2)
    assert.match(plan.text, /1 to add, 0 to change, 0 to destroy/)
    assert.match((await ok(tf(...APPLY))).text, /1 added, 0 changed, 0 destroyed/)
    await ok(tf('plan', '-detailed-exitcode'))
  },
)

hostTest('a role that is in the state of daypass already is taken over as it is', async (t) => {
  const { tf, write, read } = await open(t, OURS)
  await ok(tf(...APPLY))
  // As daypass role write would have made it: the other provider knows it, and ours has it in its store.
  const theirs = await open(t, THEIRS)
  await ok(theirs.tf(...APPLY))
  const moved = `moved {\n  from = vault_aws_secret_backend_role.it\n  to   = daypass_role.it\n}\n`
  write('role.tf', `${OURS}${moved}`)
  write('terraform.tfstate', theirs.read('terraform.tfstate'))
  await ok(tf('init'))
  const plan = await ok(tf('plan'))
  assert.match(plan.text, /has moved to daypass_role\.it/)
  assert.match(plan.text, /0 to add, 0 to change, 0 to destroy|No changes/)
  assert.match(read('terraform.tfstate'), /vault_aws_secret_backend_role/)
})

hostTest('what is no role of Vault is refused with its source', async (t) => {
  const { tf, write } = await open(t, 'resource "terraform_data" "it" {}\n')
  await ok(tf(...APPLY))
  const moved = 'moved {\n  from = terraform_data.it\n  to   = daypass_role.it\n}\n'
  write('role.tf', `${OURS}${moved}`)
  const { text } = await ok(tf('plan'), 1)
  assert.match(
    text,
    /A daypass_role cannot take over a terraform_data of (terraform\.io\/)?builtin\/terraform/,
  )
})

for (const from of [
  'registry.terraform.io/daypass/daypass',
  'registry.opentofu.org/daypass/daypass',
  'daypass/daypass',
  'daypass',
])
  test(`a resource of ${from} passes as it is, with what lies beside its state`, async () => {
    const { call } = providerClient(definedProvider())
    const request = {
      sourceTypeName: 'daypass_lease',
      sourceSchemaVersion: 0,
      sourceState: { json: Buffer.from('{"id":"deploy/0123456789012345678901","role":"deploy"}') },
      targetTypeName: 'daypass_lease',
      sourcePrivate: Buffer.from('"etag"'),
    }
    const moved = await call('MoveResourceState', { ...request, sourceProviderAddress: from })
    assert.deepEqual(moved.diagnostics, [])
    assert.equal(Buffer.from(moved.targetPrivate).toString(), '"etag"')
    assert.match(Buffer.from(moved.targetState?.msgpack ?? []).toString('latin1'), /deploy\/0123/)
    const other = await call('MoveResourceState', {
      ...request,
      sourceProviderAddress: 'registry.terraform.io/example/other',
    })
    assert.match(other.diagnostics[0]?.detail ?? '', /daypass_lease of registry.*example\/other/)
  })
