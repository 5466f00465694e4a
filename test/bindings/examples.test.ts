/** What `examples/` shows works: applied by Terraform on a sandbox, and nothing lives afterwards. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildBindings } from '../../scripts/build-bindings.ts'
import { terraformPlatform } from '../../scripts/terraform/place.ts'
import { type Project, needsTerraform, openTerraformStage } from '../provider/terraform-stage.ts'
import { bundleProvider } from '../support/other-provider.ts'
import { root } from '../support/source-files.ts'

const option = needsTerraform()
const stage = option.skip === undefined ? await openTerraformStage() : undefined
const scratch = mkdtempSync(join(tmpdir(), 'daypass-examples-'))
after(() => {
  rmSync(scratch, { recursive: true })
})
const AWS_PROVIDER = fileURLToPath(new URL('aws-provider-main.ts', import.meta.url))
const awsProvider = bundleProvider('aws', AWS_PROVIDER, scratch)
const packages = installPackages()

test('the examples in HCL apply as they stand, and leave nothing alive', option, async (t) => {
  const project = await open(t)
  const all = readdirSync(join(root, 'examples/terraform'), { recursive: true, encoding: 'utf8' })
  const files = all.filter(
    (name) => /[/\\].*\.tf$/.test(name) && !name.startsWith('data-sources/daypass_credentials'),
  )
  assert.equal(files.length, 8)
  for (const name of files) add(project, name)
  await succeed(project, 'init')
  const { stdout, text } = await succeed(project, 'apply', '-auto-approve')
  assert.doesNotMatch(text, /Warning/)
  assert.match(stdout, /role_of_the_lease = "deploy"/)
  assert.match(stdout, /deploys_last_at_most = "36h"/)
  assert.match(stdout, /trust_policy = "\{/)
  assert.ok((stage?.calls('GetCallerIdentity') ?? 0) > 0)
  await succeed(project, 'destroy', '-auto-approve')
  assert.deepEqual(stage?.alive(), [])
})

test('another provider works with what the data source answers', option, async (t) => {
  const project = await open(t)
  add(project, 'data-sources/daypass_credentials.tf')
  project.write('who.tf', 'output "who" {\n  value = data.aws_caller_identity.current.arn\n}\n')
  await succeed(project, 'init')
  const { stdout } = await succeed(project, 'plan')
  assert.match(stdout, /who += "arn:aws:sts::\d+:federated-user\/daypass-/)
})

test('the example of a provider block is valid', option, async (t) => {
  const project = await open(t)
  project.write('main.tf', example('provider.tf'))
  await succeed(project, 'validate')
})

for (const kit of ['cdktf', 'cdktn']) {
  test(
    `the app for ${kit} is synthesized, planned, and leaves nothing alive`,
    option,
    async (t) => {
      const alive = stage?.alive()
      const project = await open(t)
      rmSync(project.path('main.tf'))
      const app = join(await packages, kit)
      cpSync(join(root, 'examples', kit), app, { recursive: true })
      const env = { ...process.env, CDKTF_OUTDIR: project.path('out'), CHECKPOINT_DISABLE: '1' }
      await promisify(execFile)(process.execPath, ['--import', 'tsx', 'main.ts'], { cwd: app, env })
      const synthesized = readFileSync(project.path('out/stacks/leases/cdk.tf.json'), 'utf8')
      const local = synthesized.replace(/"path": ".*\.tfstate"/, '"path": "terraform.tfstate"')
      project.write('cdk.tf.json', local)
      await succeed(project, 'init', '-reconfigure')
      const { text } = await succeed(project, 'plan')
      assert.match(text, /\+ role = "deploy"/)
      assert.match(text, /\+ lease-ids = \[.* "state-reader\//)
      if (kit === 'cdktn') assert.match(text, /\+ may-make-users = false/)
      assert.deepEqual(stage?.alive(), alive)
    },
  )
}

async function open(t: TestContext): Promise<Project> {
  assert.ok(stage)
  const env = { DAYPASS_STATE: 's3://daypass-state' }
  const project = await stage.project(t, '', { env })
  const deploy = readFileSync(project.path('roles/viewer.yaml'), 'utf8')
  project.write('roles/deploy.yaml', deploy)
  const mirror = project.path('terraform.d/plugins/registry.terraform.io/hashicorp/aws/9.9.9')
  mkdirSync(mirror, { recursive: true })
  symlinkSync(await awsProvider, join(mirror, terraformPlatform()))
  return project
}

function example(name: string): string {
  return readFileSync(join(root, 'examples/terraform', name), 'utf8')
}

function add(project: Project, name: string): void {
  project.write(name.replaceAll(/[/\\]/g, '-'), example(name))
}

async function succeed(project: Project, ...args: string[]): ReturnType<Project['tf']> {
  const ended = await project.tf(...args)
  assert.equal(ended.code, 0, `terraform ${args.join(' ')}: ${ended.text}`)
  return ended
}

/** A folder in which apps find `daypass`, with the `exports` that ship, and the two kits. */
async function installPackages(): Promise<string> {
  const installed = join(scratch, 'apps/node_modules')
  mkdirSync(join(installed, 'daypass'), { recursive: true })
  cpSync(join(root, 'package.json'), join(installed, 'daypass/package.json'))
  await buildBindings(join(installed, 'daypass/dist'))
  for (const name of ['cdktf', 'cdktn', 'constructs', 'tsx']) {
    symlinkSync(join(root, 'node_modules', name), join(installed, name))
  }
  writeFileSync(join(scratch, 'apps/package.json'), '{ "type": "module" }')
  return join(scratch, 'apps')
}
