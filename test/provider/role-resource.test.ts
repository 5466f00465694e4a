/** Roles and leases as managed resources, between the real Terraform and the sandbox. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { readRole } from '../../core/role/parse-role.ts'
import type { Role } from '../../core/role/role.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import {
  type Project,
  hostsHere,
  hostTest,
  openTerraformStage,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const APPLY = ['apply', '-auto-approve'] as const
const IN_STATE = { provider: 'state = "s3://daypass-state"' }

function role(fields: string): string {
  return `
resource "daypass_role" "it" {
  name            = "db-reader"
  credential_type = "iam_user"
  policy_document = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
  ${fields}
}
`
}

hostTest('a role is created, changed, noticed to have drifted, imported and removed', async (t) => {
  const main = role('default_ttl = "90m"')
  const project = await begin(t, main)
  const { tf } = project
  await ok(tf(...APPLY))
  assert.equal((await stored())?.credential_type, 'iam_user')
  assert.match((await ok(tf('plan'))).text, /No changes/)

  rewrite(project, role('default_ttl = "1h30m"\n  max_leases = 2\n  iam_tags = { team = "db" }'))
  const changed = await ok(tf(...APPLY))
  assert.match(changed.text, /1 changed/)
  const after = await stored()
  assert.deepEqual([after?.max_leases, ttlOf(after)], [2, 5400])

  const other = {
    credential_type: 'iam_user',
    policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    default_ttl: '90m',
  }
  await roles().write(readRole(other, { file: 'x', name: 'db-reader', dialect: 'aws' }))
  const drift = await ok(tf('plan', '-detailed-exitcode'), 2)
  assert.match(drift.text, /- policy_arns = \[ - "arn:aws:iam::aws:policy\/ReadOnlyAccess"/)
  assert.match(drift.text, /\+ policy_document = jsonencode/)
  assert.doesNotMatch(drift.text, /[~+-] default_ttl/)
  await ok(tf(...APPLY))

  await ok(tf('state', 'rm', 'daypass_role.it'))
  const twice = await tf(...APPLY)
  assert.match(twice.text, /Role is there already.*main\.tf line \d+.*terraform import/)
  const imported = await ok(tf('import', 'daypass_role.it', 'db-reader'))
  assert.match(imported.text, /Import successful/)
  assert.match((await ok(tf('plan'))).text, /No changes/)

  await roles().remove('db-reader')
  assert.match((await ok(tf('plan'))).text, /1 to add/)
  await ok(tf(...APPLY))
  await ok(tf('destroy', '-auto-approve'))
  assert.equal(await stored(), undefined)
})

hostTest(
  'a role and a lease of it are made in one apply, told by data sources, and revoked by destroy',
  async (t) => {
    assert.ok(stage)
    const project = await begin(
      t,
      `${role('max_leases = 1')}
resource "daypass_lease" "it" {
  role = daypass_role.it.name
  ttl  = "30m"
}
data "daypass_role" "it" {
  name = daypass_role.it.id
}
data "daypass_leases" "it" {
  role       = daypass_role.it.name
  depends_on = [daypass_lease.it]
}
output "max" { value = data.daypass_role.it.max_ttl }
output "ids" { value = data.daypass_leases.it.ids }
output "by" { value = data.daypass_leases.it.leases[*].held_by }
`,
    )
    const { tf, start } = project
    await ok(start(APPLY, { TF_WORKSPACE: 'default' }).ended)
    const [name = ''] = stage.alive()
    assert.equal(stage.alive().length, 1)
    const values = outputs((await ok(tf('output', '-json'))).stdout)
    assert.deepEqual([values['max'], values['by']], ['24h', ['workspace default']])
    const [id = ''] = values['ids'] as string[]
    assert.ok(id.startsWith('db-reader/') && name.endsWith(id.slice(-22)))
    assert.match((await ok(tf('plan'))).text, /No changes/)
    await ok(tf('destroy', '-auto-approve'))
    assert.deepEqual(stage.alive(), [])
  },
)

hostTest(
  'everything that is wrong with a role is told in a plan, each at its own line',
  async (t) => {
    const project = await begin(
      t,
      `
resource "daypass_role" "it" {
  name            = "db-reader"
  credential_type = "iam_user"
  policy_arns     = [
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "ReadOnly",
  ]
  max_ttl = "2 hours"
  external_id = "abc"
}
`,
    )
    const { code, stdout, stderr, text } = await project.tf('plan')
    assert.equal(code, 1)
    const lines = [...`${stdout}${stderr}`.matchAll(/main\.tf line (\d+)/g)].map(([, line]) =>
      Number(line),
    )
    const first = project.read('main.tf').split('\n').indexOf('  policy_arns     = [') + 1
    assert.deepEqual(
      [...new Set(lines)].sort((a, b) => a - b),
      [first, first + 4, first + 5],
    )
    assert.match(text, /policy_arns\[1\]/)
    assert.match(text, /max_ttl must be a duration such as 45m/)
    assert.match(text, /external_id does not go with iam_user/)
  },
)

hostTest('what is not known in a plan is checked in the apply, at its line', async (t) => {
  const project = await begin(
    t,
    `
resource "terraform_data" "ttl" {
  input = "1 year"
}
${role('max_ttl = terraform_data.ttl.output')}
`,
  )
  await ok(project.tf('plan'))
  const { code, text } = await project.tf(...APPLY)
  assert.equal(code, 1)
  assert.match(text, /line \d+, in resource "daypass_role" "it": \d+: max_ttl = terraform_data/)
  assert.match(text, /such as 45m/)
})

async function begin(t: TestContext, main: string): Promise<Project> {
  assert.ok(stage)
  return await stage.project(t, main, IN_STATE)
}

function rewrite({ read, write }: Project, resource: string): void {
  const text = read('main.tf')
  write('main.tf', `${text.slice(0, text.indexOf('resource "daypass_role"'))}${resource}`)
}

async function ok(command: ReturnType<Project['tf']>, expected = 0) {
  const ended = await command
  assert.equal(ended.code, expected, ended.text)
  return ended
}

function outputs(json: string): Readonly<Record<string, unknown>> {
  const values = JSON.parse(json) as Record<string, { value: unknown }>
  return Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]))
}

function roles() {
  assert.ok(stage)
  const { sandbox } = stage
  return openState(parseStateUrl('s3://daypass-state'), {
    clock: sandbox.clock,
    random: (size) => randomBytes(size),
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: sandbox.root,
  }).roles
}

async function stored(): Promise<Role | undefined> {
  return await roles().read('db-reader')
}

function ttlOf(found: Role | undefined): number | undefined {
  return found?.credential_type === 'iam_user' ? found.default_ttl : undefined
}
