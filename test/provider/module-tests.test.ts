/** `docs/terraform-tests.md`, with the real hosts: each of its ways to test a module, and what it leaves. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { root } from '../support/source-files.ts'
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

const page = readFileSync(join(root, 'docs/terraform-tests.md'), 'utf8')

const NOWHERE = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ACCESS_KEY_ID: '' }
const EPHEMERAL = 'ephemeral "daypass_credentials" "it" {\n  role = "deploy"\n}\n'

/** A project with the files of the page. */
async function open(t: TestContext): Promise<Project> {
  assert.ok(stage)
  const env = { DAYPASS_STATE: 's3://daypass-state', DAYPASS_ROLES: 'roles' }
  const project = await stage.project(t, '', { env })
  project.write('roles/deploy.yaml', project.read('roles/viewer.yaml'))
  for (const [, name = '', text = ''] of page.matchAll(/```terraform\n# (\S+)\n(.*?)```/gs))
    project.write(name, text)
  return project
}

function filter(name: string): readonly string[] {
  return ['test', `-filter=tests/${name}.tftest.hcl`]
}

hostTest('a module is tested with a mocked provider, without AWS', async (t) => {
  const project = await open(t)
  const mocked = await project.start(filter('mocked'), NOWHERE).ended
  assert.equal(mocked.code, 0, mocked.text)
  project.write('ephemeral.tf', EPHEMERAL)
  const { code, text } = await project.start(filter('mocked'), NOWHERE).ended
  if (hostOf(t).kind === 'tofu') assert.equal(code, 0, text)
  else assert.match(text, /No ephemeral resource types in mock providers/)
})

hostTest('a module is tested with a part replaced, and whole, and leaves nothing', async (t) => {
  assert.ok(stage)
  const project = await open(t)
  project.write('ephemeral.tf', EPHEMERAL)
  const { calls } = stage
  const before = calls('GetFederationToken')
  const keys = (): number => calls('GetFederationToken') - before
  const overridden = await project.tf(...filter('overridden'))
  assert.equal(overridden.code, 0, overridden.text)
  const ephemerals = keys()
  const real = await project.tf(...filter('real'))
  assert.equal(real.code, 0, real.text)
  assert.equal(keys(), 2 * ephemerals + 1)
  assert.deepEqual(stage.alive(), [])
})
