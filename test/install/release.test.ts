/** What a release consists of, and that Terraform installs from it as from the registry. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, after, test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { buildProvider } from '../../scripts/build-provider.ts'
import { buildExecutable } from '../../scripts/executable/build-executable.ts'
import { node26 } from '../../scripts/executable/node26.ts'
import { type ReleaseFile, releaseFiles } from '../../scripts/release/release-files.ts'
import { terraform, terraformPlatform } from '../../scripts/terraform/place.ts'
import { unzip } from '../../scripts/terraform/unzip.ts'
import { zipOf } from '../../scripts/zip-file.ts'
import { needsTerraform } from '../provider/terraform-stage.ts'
import { root } from '../support/source-files.ts'
import { defined } from '../../core/language/defined.ts'

const scratch = mkdtempSync(join(tmpdir(), 'daypass-release-'))
after(() => {
  rmSync(scratch, { recursive: true })
})
const provider = join(scratch, 'provider')
await buildProvider(provider)

function release(executables = join(scratch, 'none')): readonly ReleaseFile[] {
  return [...releaseFiles({ root, version: '1.2.3', provider, executables })]
}

test('a zip gives back what was put in', () => {
  const content = fc.uint8Array({ maxLength: 2000 })
  const entries = fc.dictionary(fc.stringMatching(/^[a-z/é]{1,9}$/), content, { minKeys: 1 })
  fc.assert(
    fc.property(entries, (files) => {
      const zip = zipOf(Object.entries(files).map(([name, content]) => ({ name, content })))
      for (const [name, content] of Object.entries(files))
        assert.deepEqual(new Uint8Array(unzip(zip, name)), new Uint8Array(content))
    }),
  )
})

test('a release has a zip for each platform, a manifest, and the check sums of all of them', () => {
  const files = release()
  const names = files.map(({ name }) => name.replace('terraform-provider-daypass_1.2.3_', ''))
  const platforms = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64']
  assert.deepEqual(names, [
    ...platforms.map((name) => `${name}.zip`),
    'manifest.json',
    'SHA256SUMS',
  ])
  const sums = files.slice(0, -1).map(({ name, content }) => {
    return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`
  })
  assert.equal(files.at(-1)?.content.toString(), sums.join(''))
  const manifest: unknown = JSON.parse(files.at(-2)?.content.toString() ?? '')
  assert.deepEqual(manifest, { version: 1, metadata: { protocol_versions: ['6.0'] } })
})

test('the same source gives the same bytes', () => {
  const [first, again] = [release(), release()]
  assert.deepEqual(
    again.map(({ content }) => content.toString('base64')),
    first.map(({ content }) => content.toString('base64')),
  )
})

test('a platform with an executable gets that, whatever the platform', () => {
  const executables = join(scratch, 'executables')
  mkdirSync(join(executables, 'windows_amd64'), { recursive: true })
  writeFileSync(join(executables, 'windows_amd64/terraform-provider-daypass_v1.2.3.exe'), 'MZ')
  const zip = release(executables).find(({ name }) => name.endsWith('windows_amd64.zip'))
  assert.ok(zip)
  assert.equal(unzip(zip.content, 'terraform-provider-daypass_v1.2.3.exe').toString(), 'MZ')
  assert.match(unzip(zip.content, 'LICENSE').toString(), /Apache License/)
})

test('Terraform installs the zip and starts what is in it', needsTerraform(), async (t) => {
  const zip = release().find(({ name }) => name.endsWith(`${terraformPlatform()}.zip`))
  assert.ok(zip)
  const { tf } = project(t, (mirror) => {
    writeFileSync(join(mirror, zip.name), zip.content)
  })
  assert.match(await tf('init', '-no-color'), /Installed daypass\/daypass v1\.2\.3/)
  await tf('apply', '-auto-approve')
  assert.equal(await tf('output', '-raw', 'role'), 'deploy')
})

const made = node26()
const reason = made === undefined ? 'node26: not fetched (npm run build:sea fetches it)' : undefined
const skip = needsTerraform().skip ?? reason
const whereExecutable = defined({ skip })

test(
  'the single executable needs no Node and heeds no NODE_OPTIONS',
  whereExecutable,
  async (t) => {
    assert.ok(made)
    const outdir = join(scratch, 'executable')
    const path = await buildExecutable({ root, node: made, platform: terraformPlatform(), outdir })
    assert.ok(statSync(path).size < 170e6)
    const fill = (mirror: string): void => {
      mkdirSync(join(mirror, '1.2.3'))
      symlinkSync(outdir, join(mirror, '1.2.3', terraformPlatform()))
    }
    const { tf } = project(t, fill, { PATH: '/nowhere' })
    await tf('init')
    await tf('apply', '-auto-approve')
    assert.equal(await tf('output', '-raw', 'role'), 'deploy')
  },
)

for (const [platform, begins] of Object.entries({
  linux_arm64: '\x7fELF',
  windows_arm64: 'MZ',
})) {
  const node = node26(platform)
  const missing = `node26 for ${platform}: not fetched (npm run build:sea -- --all fetches it)`
  const there = defined({ skip: node === undefined ? missing : undefined })
  test(`one Linux machine makes the executable for ${platform}`, there, async () => {
    assert.ok(node)
    const outdir = join(scratch, platform)
    const path = await buildExecutable({ root, node, platform, outdir })
    assert.equal(path.endsWith('.exe'), platform.startsWith('windows'))
    assert.equal(readFileSync(path).toString('latin1', 0, begins.length), begins)
  })
}

test('the zip of a platform without an executable says that it needs Node', () => {
  const zip = release().find(({ name }) => name.endsWith('linux_arm64.zip'))
  assert.match(unzip(zip?.content ?? Buffer.alloc(0), 'README.txt').toString(), /Node\.js 20\.19/)
})

interface Installed {
  readonly tf: (...args: string[]) => Promise<string>
}

/** A project of ES modules whose Terraform knows only what is put into that folder. */
function project(
  t: TestContext,
  fill: (mirror: string) => void,
  more: NodeJS.ProcessEnv = {},
): Installed {
  const cwd = mkdtempSync(join(scratch, 'project-'))
  t.after(() => {
    rmSync(cwd, { recursive: true })
  })
  const mirror = join(cwd, 'mirror/registry.terraform.io/daypass/daypass')
  mkdirSync(mirror, { recursive: true })
  fill(mirror)
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }')
  const settings = join(cwd, 'settings.tfrc')
  writeFileSync(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(cwd, 'mirror'))}\n  }\n}\n`,
  )
  const example = readFileSync(join(root, 'examples/terraform/functions/lease_id_parse.tf'), 'utf8')
  const required =
    'terraform {\n  required_providers {\n    daypass = { source = "daypass/daypass" }\n  }\n}\n'
  writeFileSync(join(cwd, 'main.tf'), required + example.replace('role_of_the_lease', 'role'))
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    TF_CLI_CONFIG_FILE: settings,
    CHECKPOINT_DISABLE: '1',
    NODE_OPTIONS: '--require=/no/such/file.cjs',
    ...more,
  }
  return {
    tf: async (...args) => {
      return (await promisify(execFile)(terraform() ?? '', args, { cwd, env })).stdout
    },
  }
}
