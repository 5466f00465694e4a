/** A role and credentials of it in one configuration: what is issued from it waits for the apply that writes it. */
import assert from 'node:assert/strict'
import {
  hostOf,
  hostsHere,
  hostTest,
  openTerraformStage,
  type Project,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const APPLY = ['apply', '-auto-approve'] as const
const IN_STATE = { provider: 'state = "s3://daypass-state"' }

const ROLE = `
resource "daypass_role" "it" {
  name            = "uploader"
  credential_type = "federation_token"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = { Effect = "Allow", Action = "s3:PutObject", Resource = "*" }
  })
  max_sts_ttl = "1h"
}
`

async function ok(command: ReturnType<Project['tf']>) {
  const ended = await command
  assert.equal(ended.code, 0, ended.text)
  return ended
}

function issued(): number {
  return stage?.calls('GetFederationToken') ?? 0
}

/** In an apply OpenTofu opens only what something uses. */
const USER = `
resource "terraform_data" "user" {
  triggers_replace = daypass_role.it.revision
  provisioner "local-exec" {
    command     = "true"
    environment = { KEY = ephemeral.daypass_credentials.it.access_key }
  }
}
`

for (const kind of ['ephemeral', 'data'] as const)
  hostTest(
    `${kind} credentials with role_revision wait for the role, when it is made and when it changes`,
    async (t) => {
      assert.ok(stage)
      const credentials = `
${kind} "daypass_credentials" "it" {
  role          = daypass_role.it.name
  role_revision = daypass_role.it.revision
  ttl           = "45m"
}
${kind === 'ephemeral' ? USER : ''}`
      const { tf, write, read } = await stage.project(t, `${ROLE}${credentials}`, IN_STATE)
      const before = issued()
      const since = (): number => issued() - before
      await ok(tf('plan'))
      assert.equal(since(), 0)
      await ok(tf(...APPLY))
      assert.equal(since(), 1)
      await ok(tf('plan', '-detailed-exitcode'))
      assert.equal(since(), 2)
      // With what the role was before, these would be refused.
      const changed = read('main.tf').replace('"1h"', '"2h"').replace('"45m"', '"90m"')
      write('main.tf', changed)
      await ok(tf('plan'))
      assert.equal(since(), 2)
      await ok(tf(...APPLY))
      assert.equal(since(), 3)
      if (kind === 'ephemeral') assert.deepEqual(stage.alive(), [])
    },
  )

hostTest(
  'by the name alone OpenTofu waits for the role, and Terraform hears how to wait for it',
  async (t) => {
    assert.ok(stage)
    const credentials = `
ephemeral "daypass_credentials" "it" {
  role = daypass_role.it.name
}
`
    const { tf } = await stage.project(t, `${ROLE}${credentials}`, IN_STATE)
    if (hostOf(t).kind === 'tofu') {
      await ok(tf(...APPLY))
      assert.deepEqual(stage.alive(), [])
      return
    }
    const { code, text } = await tf('plan')
    assert.equal(code, 1)
    assert.match(text, /No such role.*main\.tf line \d+/)
    assert.match(text, /This plan is to write it.*role_revision = daypass_role\.NAME\.revision/)
  },
)
