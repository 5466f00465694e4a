/** `terraform query` and the action, with the real hosts: with those that know them, and what the others say. */
import assert from 'node:assert/strict'
import {
  hostsHere,
  hostTest,
  openTerraformStage,
  type Project,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const ROLE = `
resource "daypass_role" "site" {
  name            = "site"
  credential_type = "federation_token"
  policy_arns     = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}
resource "daypass_lease" "site" {
  role = daypass_role.site.name
}
`
const ACTION = `
action "daypass_revoke" "site" {
  config {
    role = "site"
  }
}
`
const QUERY = `
list "daypass_role" "all" {
  provider = daypass
}
list "daypass_lease" "of_site" {
  provider = daypass
  config {
    role = "site"
  }
}
`

async function knowsActions({ tf }: Project): Promise<boolean> {
  const [, minor = ''] = /^Terraform v1\.(\d+)/.exec((await tf('version')).stdout) ?? []
  return Number(minor) >= 14
}

async function ok(command: ReturnType<Project['tf']>) {
  const ended = await command
  assert.equal(ended.code, 0, ended.text)
  return ended
}

hostTest('roles and leases are listed, and an action takes back all of a role', async (t) => {
  assert.ok(stage)
  const project = await stage.project(t, ROLE, { provider: 'state = "s3://daypass-state"' })
  const { tf, write, read } = project
  await ok(tf('apply', '-auto-approve'))
  write('action.tf', ACTION)
  if (!(await knowsActions(project))) {
    assert.match((await tf('plan')).text, /Unsupported block type/)
    return
  }
  write('daypass.tfquery.hcl', QUERY)
  const listed = await ok(tf('query', '-generate-config-out=found.tf'))
  assert.match(listed.text, /list\.daypass_role\.all name=site site/)
  assert.match(listed.text, /list\.daypass_lease\.of_site id=site\/\S{22} site\/\S{22} \(workspace/)
  assert.match(read('found.tf'), /import \{\s+to +=.*\s+provider = daypass\s+identity/)
  project.write('found.tf', '')
  assert.equal(stage.alive().length, 1)
  const done = await ok(tf('apply', '-auto-approve', '-invoke=action.daypass_revoke.site'))
  assert.match(done.text, /site\/\S{22}: revoked/)
  assert.deepEqual(stage.alive(), [])
})
