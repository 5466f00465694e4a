/** `daypass terraform install`: what it says, and that Terraform then finds the provider without a network. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { installationAdvice } from '../../cli/terraform/advice.ts'
import { installProvider } from '../../cli/terraform/install-provider.ts'
import { mirrorFolders } from '../../cli/terraform/mirror.ts'
import { packageFolder } from '../../cli/terraform/package-folder.ts'
import { run } from '../../cli/run.ts'
import manifest from '../../package.json' with { type: 'json' }
import { buildProvider } from '../../scripts/build-provider.ts'
import { terraformPlatform } from '../../scripts/terraform/place.ts'
import { bundleProvider } from '../support/other-provider.ts'
import { recordingContext } from '../cli/recording-context.ts'
import { hostOf, hostTest } from '../provider/terraform-stage.ts'
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
  const place = { global: false, directories: [directory], home: directory, env: {} }
  const mirrors = mirrorFolders(place, machine)
  const lines = await installationAdvice({ ...place, mirrors, provider, version, machine })
  return lines.join('\n')
}

test('a folder without a configuration is said to have none', async (t) => {
  const ignore = { '.gitignore': 'terraform.d' }
  assert.match(await advice(folder(t, ignore)), /^there is no configuration in .*--chdir.*--global/)
  for (const name of ['a.tf', 'a.tofu', 'a.tf.json'])
    assert.equal(await advice(folder(t, { ...ignore, [name]: '' })), '')
})

test('a link is not for git: it says so until .gitignore does', async (t) => {
  assert.match(await advice(folder(t)), /add terraform\.d\/ to \.gitignore/)
  assert.equal(
    await advice(folder(t, { 'main.tf': '', '.gitignore': 'node_modules\n/terraform.d/\n' })),
    '',
  )
})

test('a lock file of another version needs init -upgrade', async (t) => {
  const lock = (version: string): string =>
    `provider "registry.terraform.io/hashicorp/aws" {\n  version = "9.9.9"\n}\n\nprovider "registry.terraform.io/daypass/daypass" {\n  version = "${version}"\n}\n`
  const ignore = { 'main.tf': '', '.gitignore': 'terraform.d' }
  const found = await advice(folder(t, { ...ignore, '.terraform.lock.hcl': lock('1.2.2') }))
  assert.match(found, /names version 1\.2\.2: terraform init -upgrade, or tofu init -upgrade/)
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
  assert.equal(packageFolder(`${here}/dist/cli/parts/chunk-ABC.js`), here)
})

test('a folder that cannot be written to is told as an error of use', async (t) => {
  const directory = folder(t, { 'terraform.d': 'a file' })
  const recording = recordingContext()
  const context = { ...recording.context, directory }
  assert.equal(await run(['terraform', 'install'], context), 2)
  assert.match(recording.stderr(), /^error: (cannot install the provider under .*\(E|there is no )/)
  assert.match(recording.stderr(), /\nhint: /)
})

const MAIN = `terraform {
  required_providers {
    daypass = { source = "daypass/daypass" }
  }
}
output "role" {
  value = provider::daypass::lease_id_parse("deploy/0123456789012345678901").role
}
`

interface Installed {
  readonly home: string
  /** Where the provider lies, as in a project that has installed the package. */
  readonly provider: string
  readonly host: (directory: string, ...args: string[]) => Promise<string>
  /** Runs lines of a page, where `npx daypass` is the command and has been installed. */
  readonly shell: (lines: string) => Promise<string>
}

/** A person with nothing else than the package and a host, offline. */
async function person(t: TestContext, files: Readonly<Record<string, string>>): Promise<Installed> {
  // A script that is copied into such a project must not be read as what the project's own files are.
  const home = folder(t, { 'package.json': '{ "type": "commonjs" }', ...files })
  const provider = join(home, 'node_modules/daypass/dist/provider')
  await buildProvider(provider)
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    TF_CLI_CONFIG_FILE: devNull,
    CHECKPOINT_DISABLE: '1',
    // Nothing is loaded into the provider that the user has for other programs.
    NODE_OPTIONS: '--require=/no/such/file.cjs',
    HTTPS_PROXY: 'http://127.0.0.1:9',
  }
  const { kind, program } = hostOf(t)
  return {
    home,
    provider,
    host: async (directory, ...args) => {
      const { stdout } = await promisify(execFile)(program, args, { cwd: directory, env })
      return stdout
    },
    shell: async (lines) => {
      const bin = folder(t, {
        npm: '',
        npx: `[ "$2" = terraform ] || { shift; exec '${process.execPath}' --import '${import.meta.resolve('tsx')}' '${root}cli/main.ts' "$@"; }`,
        [kind]: `exec '${program}' "$@" -no-color`,
      })
      for (const name of ['npm', 'npx', kind]) chmodSync(join(bin, name), 0o755)
      const { stdout } = await promisify(execFile)('sh', ['-ec', lines], {
        cwd: home,
        env: { ...env, NODE_OPTIONS: undefined, PATH: `${bin}:${env.PATH ?? ''}` },
      })
      return stdout
    },
  }
}

/** What the command does, with the provider of this person. */
async function installFor(
  { home, provider }: Installed,
  global: boolean,
  ...directories: string[]
) {
  const mirrors = mirrorFolders({ global, directories, home, env: {} }, machine)
  return await installProvider({ provider, version: manifest.version, mirrors, machine })
}

hostTest('after an installation init finds the provider, offline', async (t) => {
  const me = await person(t, { 'main.tf': MAIN })
  const { home, host, provider } = me
  await installFor(me, false, home)
  assert.match(
    await host(home, 'init', '-no-color'),
    new RegExp(`Installed daypass/daypass v${manifest.version}`),
  )
  // The check sum is what the host says it is, and other bytes under the same version are noticed.
  assert.doesNotMatch(await advice(home, provider, manifest.version), /lock/)
  await host(home, 'apply', '-auto-approve')
  assert.equal(await host(home, 'output', '-raw', 'role'), 'deploy')
  appendFileSync(join(provider, 'LICENSES.txt'), '\n')
  const changed = await advice(home, provider, manifest.version)
  assert.match(changed, /knows other bytes as version .*: remove the block of daypass/)
  await assert.rejects(host(home, 'init'), /checksums previously recorded/)
})

hostTest('-chdir finds the provider, and so does who goes into that directory', async (t) => {
  const me = await person(t, { 'infra/main.tf': MAIN })
  await installFor(me, false, me.home, join(me.home, 'infra'))
  assert.match(await me.host(me.home, '-chdir=infra', 'init'), /Installed daypass\/daypass/)
  rmSync(join(me.home, 'infra/.terraform'), { recursive: true })
  assert.match(await me.host(join(me.home, 'infra'), 'init'), /Installed daypass\/daypass/)
})

hostTest(
  'a state that the other host wrote asks for its own address, which is found',
  async (t) => {
    const other = hostOf(t).kind === 'tofu' ? 'registry.terraform.io' : 'registry.opentofu.org'
    const lease = `{ "mode": "managed", "type": "daypass_role", "name": "x", "provider": "provider[\\"${other}/daypass/daypass\\"]", "instances": [] }`
    const state = `{ "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "x", "outputs": {}, "resources": [${lease}] }`
    const me = await person(t, { 'main.tf': MAIN, 'terraform.tfstate': state })
    await installFor(me, false, me.home)
    assert.match(await me.host(me.home, 'init'), /Installed daypass\/daypass/)
  },
)

hostTest('in the stack of a CDKTF app the provider is found for all projects', async (t) => {
  const stack = 'app/cdktf.out/stacks/site'
  const me = await person(t, { [`${stack}/main.tf`]: MAIN, 'app/cdktf.json': '{}' })
  await installFor(me, true, join(me.home, 'app'))
  assert.match(await me.host(join(me.home, stack), 'init'), /Installed daypass\/daypass/)
})

/** What the page shows under "First steps", in its order. */
function firstSteps(): readonly { readonly language: string; readonly text: string }[] {
  const page = readFileSync(join(root, 'docs/terraform.md'), 'utf8')
  const [, chapter = ''] = /^## First steps$(.*?)^## /ms.exec(page) ?? []
  return [...chapter.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
  }))
}

hostTest('the first steps work as they are written', async (t) => {
  const [role, main, commands] = firstSteps()
  assert.ok(role !== undefined && main !== undefined && commands?.language === 'sh')
  const me = await person(t, { 'roles/deploy.yaml': role.text, 'main.tf': main.text })
  await installFor(me, false, me.home)
  await installAwsProvider(me.home)
  const { kind } = hostOf(t)
  const lines = commands.text.trim().replaceAll(/terraform (?=init|plan)/g, `${kind} `)
  const said = await me.shell(lines)
  assert.match(said, /works_as += "arn:aws:sts::123456789012:federated-user\/daypass-/)
})

/** A stand-in for AWS's own, which is not to be had without a network. */
async function installAwsProvider(home: string): Promise<void> {
  const main = fileURLToPath(new URL('../bindings/aws-provider-main.ts', import.meta.url))
  const built = await bundleProvider('aws', main, home)
  for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
    const mirror = join(home, 'terraform.d/plugins', host, 'hashicorp/aws/9.9.9')
    mkdirSync(mirror, { recursive: true })
    symlinkSync(built, join(mirror, terraformPlatform()))
  }
}

test('where a cdktf.json is, the command installs for all projects and says so', async (t) => {
  const home = folder(t, { 'app/cdktf.json': '{}' })
  const recording = recordingContext()
  const context = { ...recording.context, directory: join(home, 'app'), home }
  const code = await run(['terraform', 'install'], context)
  if (code !== 0) assert.match(recording.stderr(), /there is no .*npm run build/s)
  else {
    assert.match(recording.stderr(), /there is a cdktf\.json, whose stacks/)
    assert.match(recording.stdout(), /\.terraform\.d\/plugins\/registry\.opentofu\.org/)
  }
})
