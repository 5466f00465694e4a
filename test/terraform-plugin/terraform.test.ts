/** The protocol layer under the real Terraform. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { needs } from '../foreign/programs.ts'
import { bundleProbe } from './probe-process.ts'
import { type TerraformFolder, terraformFolder } from './terraform-folder.ts'

const isThere = await needs('terraform')
const world = mkdtempSync(join(tmpdir(), 'daypass-probe-'))
let folder: TerraformFolder | undefined

before(async () => {
  if (isThere.skip !== undefined) return
  folder = await terraformFolder('probe', {
    bundle: bundleProbe,
    variables: { PROBE_FOLDER: world },
  })
  configure('')
  await there().succeed('init')
})
after(() => {
  folder?.remove()
  rmSync(world, { recursive: true })
})

function there(): TerraformFolder {
  assert.ok(folder)
  return folder
}

function configure(body: string): void {
  there().configure(`provider "probe" { region = "here" }\n${body}`)
}

const EVERYTHING = `
variable "size" { default = 1 }
data "probe_echo" "e" { 
  text = "hello"
  number = 0.123456789012345678901
}
ephemeral "probe_lease" "l" { role = "reader" }
resource "probe_thing" "t" {
  name     = "one"
  size     = var.size
  tags     = { a = data.probe_echo.e.said }
  colours  = ["red", "green", "red"]
  anything = { deep = [1, "two", 1e30, null] }
  password = ephemeral.probe_lease.l.secret
  rules    = [{ effect = "Allow", weight = 0.1 }, { effect = "Deny" }]
  part { label = "p" }
}
resource "probe_thing" "second" {
  name = "after-\${probe_thing.t.revision}"
}
output "joined" { value = provider::probe::join("-", "a", probe_thing.t.id) }
output "number" { value = data.probe_echo.e.number }
`

test('apply, plan, change, import and destroy work with every kind of value', isThere, async () => {
  configure(EVERYTHING)
  const applied = await there().succeed('apply', '-auto-approve')
  assert.match(applied, /joined = "a-id-one"/)
  assert.match(applied, /number = 0\.123456789012345678901/)
  assert.match(readFileSync(join(world, 'thing-one'), 'utf8'), /^secret-reader-/)
  assert.deepEqual(things('lease'), [])
  assert.doesNotMatch(
    readFileSync(join(there().root, 'terraform.tfstate'), 'utf8'),
    /secret-reader|lease-/,
  )
  assert.match(await there().succeed('plan', '-detailed-exitcode'), /No changes/)
  const changed = await there().succeed('apply', '-auto-approve', '-var=size=2')
  assert.match(changed, /1 changed|1 added, 1 changed/)
  await there().succeed('state', 'rm', 'probe_thing.t')
  await there().succeed('import', 'probe_thing.t', 'one')
  await there().succeed('destroy', '-auto-approve')
  assert.deepEqual(things('thing'), [])
})

test('what Terraform leaves open when a dependent fails is closed', isThere, async () => {
  configure(`
ephemeral "probe_lease" "l" { role = "reader" }
resource "probe_thing" "t" {
  name     = "fails"
  password = ephemeral.probe_lease.l.secret
}`)
  const { code, out } = await there().run('apply', '-auto-approve')
  assert.equal(code, 1)
  assert.match(out, /Error: It failed/)
  assert.deepEqual(things('lease'), [])
})

test('a diagnostic points at the line that it is about', isThere, async () => {
  configure(`
resource "probe_thing" "t" {
  name = "x"
  rules = [
    { effect = "Allow" },
    { effect = "Maybe" },
  ]
}`)
  const { code, out } = await there().run('validate')
  assert.equal(code, 1)
  assert.match(out, /Bad effect/)
  assert.match(out, /on main.tf line 8, in resource/)
  assert.match(out, /Say Allow or Deny\. \(At rules\[1\]\.effect\.\)/)
})

test('a crash of the provider shows its message and stack', isThere, async () => {
  configure(`data "probe_echo" "e" { text = "crash" }
data "probe_echo" "f" { text = "crash" }`)
  const { code, out } = await there().run('plan')
  assert.equal(code, 1)
  assert.match(out, /Stack trace from the terraform-provider-probe/)
  assert.match(out, /panic: the echo crashed/)
})

function things(kind: string): readonly string[] {
  return readdirSync(world).filter((name) => name.startsWith(`${kind}-`))
}
