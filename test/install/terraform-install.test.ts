/** `daypass terraform install`: what it says, and that Terraform then finds the provider without a network. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { installationAdvice } from '../../cli/terraform/advice.ts'
import { installProvider } from '../../cli/terraform/install-provider.ts'
import { mirrorFolder } from '../../cli/terraform/mirror.ts'
import { packageFolder } from '../../cli/terraform/package-folder.ts'
import { run } from '../../cli/run.ts'
import manifest from '../../package.json' with { type: 'json' }
import { buildProvider } from '../../scripts/build-provider.ts'
import { terraform } from '../../scripts/terraform/place.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { needsTerraform } from '../provider/terraform-stage.ts'
import { root } from '../support/source-files.ts'

const machine = { platform: process.platform, arch: process.arch }

function folder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'daypass-install-'))
  t.after(() => {
    rmSync(made, { recursive: true })
  })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true })
    writeFileSync(join(made, name), text)
  }
  return made
}

async function advice(
  directory: string,
  provider = '/project/dist/provider',
  version = '1.2.3',
): Promise<string> {
  const place = { global: false, directory, home: directory, env: {} }
  const mirror = mirrorFolder(place, machine)
  const lines = await installationAdvice({ ...place, mirror, provider, version, machine })
  return lines.join('\n')
}

test('a link is not for git: it says so until .gitignore does', async (t) => {
  assert.match(await advice(folder(t)), /add terraform\.d\/ to \.gitignore/)
  assert.equal(await advice(folder(t, { '.gitignore': 'node_modules\n/terraform.d/\n' })), '')
})

test('a lock file of another version needs init -upgrade', async (t) => {
  const lock = (version: string): string =>
    `provider "registry.terraform.io/hashicorp/aws" {\n  version = "9.9.9"\n}\n\nprovider "registry.terraform.io/daypass/daypass" {\n  version = "${version}"\n}\n`
  const ignore = { '.gitignore': 'terraform.d' }
  const found = await advice(folder(t, { ...ignore, '.terraform.lock.hcl': lock('1.2.2') }))
  assert.match(found, /names version 1\.2\.2: terraform init -upgrade/)
  assert.equal(await advice(folder(t, { ...ignore, '.terraform.lock.hcl': lock('1.2.3') })), '')
})

test('settings of Terraform that hide the link are named, with the cure', async (t) => {
  const files = { '.gitignore': 'terraform.d', '.terraformrc': 'provider_installation {\n}\n' }
  assert.match(
    await advice(folder(t, files)),
    /\.terraformrc has provider_installation.*include = /,
  )
})

test("a package in npm's cache does not last, which is said", async (t) => {
  const cached = '/home/ann/.npm/_npx/1a2b/node_modules/daypass/dist/provider'
  assert.match(await advice(folder(t), cached), /npm install --save-dev daypass/)
})

test('the package is found from the source and from the bundle', () => {
  const here = root.replace(/\/$/, '')
  assert.equal(packageFolder(), here)
  assert.equal(packageFolder(`${here}/dist/cli/chunks/chunk-ABC.js`), here)
})

test('a folder that cannot be written to is told as an error of use', async (t) => {
  const directory = folder(t, { 'terraform.d': 'a file' })
  const recording = recordingContext()
  const context = { ...recording.context, directory }
  assert.equal(await run(['terraform', 'install'], context), 2)
  assert.match(recording.stderr(), /^error: (cannot install the provider under .*\(E|there is no )/)
  assert.match(recording.stderr(), /\nhint: /)
})

test(
  'after an installation terraform init finds the provider, offline',
  needsTerraform(),
  async (t) => {
    const directory = folder(t, {
      'main.tf':
        'terraform {\n  required_providers {\n    daypass = { source = "daypass/daypass" }\n  }\n}\n' +
        'output "role" {\n  value = provider::daypass::lease_id_parse("deploy/0123456789012345678901").role\n}\n',
      // A script that is copied into such a project must not be read as what the project's own files are.
      'package.json': '{ "type": "commonjs" }',
    })
    const provider = join(directory, 'node_modules/daypass/dist/provider')
    await buildProvider(provider)
    const mirror = mirrorFolder({ global: false, directory, home: directory, env: {} }, machine)
    await installProvider({ provider, version: manifest.version, mirror, machine })
    const env = {
      PATH: process.env['PATH'],
      HOME: directory,
      TF_CLI_CONFIG_FILE: devNull,
      CHECKPOINT_DISABLE: '1',
      // Nothing is loaded into the provider that the user has for other programs.
      NODE_OPTIONS: '--require=/no/such/file.cjs',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    }
    const tf = async (...args: string[]): Promise<string> => {
      const { stdout } = await promisify(execFile)(terraform() ?? '', args, { cwd: directory, env })
      return stdout
    }
    assert.match(
      await tf('init', '-no-color'),
      new RegExp(`Installed daypass/daypass v${manifest.version}`),
    )
    // The check sum is what Terraform says it is, and other bytes under the same version are noticed.
    const known = await advice(directory, provider, manifest.version)
    assert.doesNotMatch(known, /lock/)
    await tf('apply', '-auto-approve')
    assert.equal(await tf('output', '-raw', 'role'), 'deploy')
    appendFileSync(join(provider, 'LICENSES.txt'), '\n')
    const changed = await advice(directory, provider, manifest.version)
    assert.match(changed, /knows other bytes as version .*: remove the block of daypass/)
    await assert.rejects(tf('init'), /checksums previously recorded/)
  },
)
