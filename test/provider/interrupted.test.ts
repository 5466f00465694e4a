/** Whatever happens to Terraform, no credential of an ephemeral resource works afterwards. */
import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import type { TestContext } from 'node:test'
import type { FaultRule, Hanging } from '../../sandbox/faults.ts'
import {
  type Project,
  type TerraformStage,
  eventually,
  hostsHere,
  hostTest,
  openTerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const EPHEMERAL = `ephemeral "daypass_credentials" "it" {\n  role = "viewer"\n}\n`

/** A resource that needs the credentials while it runs a command. */
function dependent(command: string): string {
  return `${EPHEMERAL}
resource "terraform_data" "dependent" {
  provisioner "local-exec" {
    command     = ${JSON.stringify(command)}
    environment = { KEY = ephemeral.daypass_credentials.it.access_key }
  }
}
`
}

const WAITS = dependent('echo $KEY > running; while [ -e running ]; do sleep 0.05; done')
const OPENS: FaultRule = { action: 'GetFederationToken', effect: { kind: 'hang-before' } }
const OPENED: FaultRule = { action: 'GetFederationToken', effect: { kind: 'hang-after' } }
const CLOSES: FaultRule = { action: 'PutUserPolicy', effect: { kind: 'hang-before' } }
const APPLY = ['apply', '-auto-approve']

// The first, for later the denies of the sessions before need another action of IAM than this.
hostTest('what fails to be revoked fails the run, and a sweep would go on', async (t) => {
  const { project, alive } = await begin(t, EPHEMERAL)
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  stage?.sandbox.faults.add({ action: 'PutUserPolicy', effect: denied })
  const { code, text } = await project.tf('plan')
  assert.equal(code, 1)
  assert.match(text, /Error: Not allowed by AWS/)
  assert.match(text, /iam:PutUserPolicy/)
  assert.equal(alive().length, 1)
  stage?.sandbox.world.sessions.clear()
})

hostTest('a resource that fails with the credentials leaves none of them', async (t) => {
  const { project, alive } = await begin(t, dependent('exit 3'))
  const { code, text } = await project.tf('apply', '-auto-approve')
  assert.equal(code, 1)
  assert.match(text, /exit status 3/)
  assert.deepEqual(alive(), [])
})

for (const command of ['plan', 'apply'] as const) {
  hostTest(`Ctrl-C while the ${command} opens leaves nothing`, async (t) => {
    const { project, alive } = await begin(t, EPHEMERAL)
    const args = command === 'apply' ? APPLY : ['plan']
    const { code } = await interruptIn(project, args, OPENS)
    assert.equal(code, 1)
    assert.deepEqual(alive(), [])
  })
}

hostTest('Ctrl-C while a saved plan is applied and opens leaves nothing', async (t) => {
  const { project, alive } = await begin(t, WAITS)
  assert.equal((await project.tf('plan', '-out=plan.bin')).code, 0)
  const { code } = await interruptIn(project, ['apply', 'plan.bin'], OPENS)
  assert.equal(code, 1)
  assert.deepEqual(alive(), [])
})

hostTest('Ctrl-C when AWS has issued and not yet answered hands nothing over', async (t) => {
  const { project, alive } = await begin(t, EPHEMERAL)
  const { code, text } = await interruptIn(project, ['plan'], OPENED)
  assert.equal(code, 1)
  assert.doesNotMatch(text, /Opening complete/)
  // The reply was lost, so that nobody can revoke it, and nobody holds it.
  assert.ok(alive().length <= 1)
  stage?.sandbox.world.sessions.clear()
})

hostTest('Ctrl-C while it closes still closes', async (t) => {
  const { project, alive } = await begin(t, EPHEMERAL)
  await interruptIn(project, ['plan'], CLOSES)
  assert.deepEqual(alive(), [])
})

for (const times of [1, 2]) {
  hostTest(
    `${times === 1 ? 'Ctrl-C' : 'Ctrl-C twice'} while a dependent applies leaves nothing`,
    async (t) => {
      const { project, alive } = await begin(t, WAITS)
      const started = await applying(project, alive)
      for (let time = 0; time < times; time++) started.interrupt()
      const { code } = await started.ended
      assert.equal(code, 1)
      assert.deepEqual(alive(), [])
    },
  )
}

hostTest('SIGTERM to terraform leaves nothing', async (t) => {
  const { project, alive } = await begin(t, WAITS)
  const started = await applying(project, alive)
  started.child.kill('SIGTERM')
  await started.ended
  assert.deepEqual(alive(), [])
})

hostTest('a terraform that is killed outright leaves nothing: the provider notices', async (t) => {
  const { project, alive } = await begin(t, WAITS)
  const started = await applying(project, alive)
  started.child.kill('SIGKILL')
  await eventually(alive, (names) => names.length === 0)
  rmSync(project.path('running'))
  await started.ended
})

interface Begun {
  readonly project: Project
  readonly alive: () => readonly string[]
}

async function begin(t: TestContext, main: string): Promise<Begun> {
  assert.ok(stage)
  const { sandbox, alive } = stage
  t.after(() => {
    sandbox.faults.clear()
  })
  const project = await stage.project(t, main)
  assert.deepEqual(alive(), [])
  return { project, alive }
}

/** Runs a command until a request hangs, presses Ctrl-C then, and lets the request go on. */
async function interruptIn(project: Project, args: readonly string[], rule: FaultRule) {
  assert.ok(stage)
  const remove = stage.sandbox.faults.add({ ...rule, nth: 1 })
  const started = project.start(args)
  const ended = started.ended.then(() => undefined)
  const hanging: Hanging | undefined = await Promise.race([stage.sandbox.faults.hang(), ended])
  assert.ok(hanging, (await Promise.race([started.ended, Promise.resolve({ text: '' })])).text)
  started.interrupt()
  // What is opened is stopped, what is closed is not.
  if (rule !== CLOSES) await hanging.gone
  hanging.release()
  remove()
  return await started.ended
}

async function applying(project: Project, alive: () => readonly string[]) {
  const started = project.start(APPLY)
  await eventually(
    () => existsSync(project.path('running')),
    (isThere) => isThere,
  )
  assert.equal(alive().length, 1)
  return started
}
