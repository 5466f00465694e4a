/** The protocol layer under the real Terraform. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { needs } from '../../foreign/programs.ts'
import { bundleProbe } from '../support/probe-process.ts'

const isThere = await needs('terraform')
const PROGRAM = 'terraform'
const root = mkdtempSync(join(tmpdir(), 'daypass-terraform-'))
const world = join(root, 'world')
const mirror = join(root, 'terraform.d/plugins/probe.invalid/test/probe/1.0.0', target())

const HEAD = `
terraform {
  required_providers { probe = { source = "probe.invalid/test/probe" } }
}
provider "probe" { region = "here" }
`

before(async () => {
  if (isThere.skip !== undefined) return
  mkdirSync(world)
  mkdirSync(mirror, { recursive: true })
  const script = await bundleProbe(join(mirror, 'terraform-provider-probe_v1.0.0'))
  chmodSync(script, 0o755)
  configure('')
  await succeed('init')
})
after(() => {
  rmSync(root, { recursive: true })
})

function target(): string {
  return `${platform()}_${arch() === 'x64' ? 'amd64' : arch()}`
}

interface Ran {
  readonly code: number
  readonly out: string
}

async function terraform(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    PROBE_FOLDER: world,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: join(root, 'none.tfrc'),
    ...environment,
  }
  return await new Promise((resolve) => {
    execFile(
      PROGRAM,
      [...args, '-no-color'],
      { cwd: root, env, maxBuffer: 1e8 },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out: out + err })
      },
    )
  })
}

async function succeed(...args: string[]): Promise<string> {
  const { code, out } = await terraform(args)
  assert.equal(code, 0, out)
  return out
}

function configure(body: string): void {
  writeFileSync(join(root, 'main.tf'), HEAD + body)
  writeFileSync(join(root, 'none.tfrc'), '')
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
  const applied = await succeed('apply', '-auto-approve')
  assert.match(applied, /joined = "a-id-one"/)
  assert.match(applied, /number = 0\.123456789012345678901/)
  assert.match(readFileSync(join(world, 'thing-one'), 'utf8'), /^secret-reader-/)
  assert.deepEqual(things('lease'), [])
  assert.doesNotMatch(readFileSync(join(root, 'terraform.tfstate'), 'utf8'), /secret-reader|lease-/)
  assert.match(await succeed('plan', '-detailed-exitcode'), /No changes/)
  const changed = await succeed('apply', '-auto-approve', '-var=size=2')
  assert.match(changed, /1 changed|1 added, 1 changed/)
  await succeed('state', 'rm', 'probe_thing.t')
  await succeed('import', 'probe_thing.t', 'one')
  await succeed('destroy', '-auto-approve')
  assert.deepEqual(things('thing'), [])
})

test('what Terraform leaves open when a dependent fails is closed', isThere, async () => {
  configure(`
ephemeral "probe_lease" "l" { role = "reader" }
resource "probe_thing" "t" {
  name     = "fails"
  password = ephemeral.probe_lease.l.secret
}`)
  const { code, out } = await terraform(['apply', '-auto-approve'])
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
  const { code, out } = await terraform(['validate'])
  assert.equal(code, 1)
  assert.match(out, /Bad effect/)
  assert.match(out, /on main.tf line 9, in resource/)
  assert.match(out, /Say Allow or Deny\. \(At rules\[1\]\.effect\.\)/)
})

test('a crash of the provider shows its message and stack', isThere, async () => {
  configure(`data "probe_echo" "e" { text = "crash" }
data "probe_echo" "f" { text = "crash" }`)
  const { code, out } = await terraform(['plan'])
  assert.equal(code, 1)
  assert.match(out, /Stack trace from the terraform-provider-probe/)
  assert.match(out, /panic: the echo crashed/)
})

function things(kind: string): readonly string[] {
  return readdirSync(world).filter((name) => name.startsWith(`${kind}-`))
}
