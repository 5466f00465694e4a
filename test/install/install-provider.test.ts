/** Where the provider is put, with links and copies, and what is cleared away. */
import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Installation, installProvider } from '../../cli/terraform/install-provider.ts'
import { type Machine, mirrorFolders, platformName } from '../../cli/terraform/mirror.ts'

const LINUX: Machine = { platform: 'linux', arch: 'x64' }
const WINDOWS: Machine = { platform: 'win32', arch: 'x64' }

interface Place {
  readonly installation: Installation
  /** A path under the provider's address of a host, which is Terraform's. */
  readonly path: (name: string, host?: string) => string
}

function place(t: TestContext, machine = LINUX): Place {
  const folder = mkdtempSync(join(tmpdir(), 'daypass install-'))
  t.after(() => {
    rmSync(folder, { recursive: true })
  })
  const provider = join(folder, 'node_modules/daypass/dist/provider')
  mkdirSync(join(provider, 'chunks'), { recursive: true })
  for (const file of ['terraform-provider-daypass', 'main.mjs', 'chunks/one.mjs'])
    writeFileSync(join(provider, file), file)
  const mirror = join(folder, 'terraform.d/plugins')
  return {
    installation: { provider, version: '1.2.3', mirrors: [mirror], machine },
    path: (name, host = 'registry.terraform.io') => join(mirror, host, 'daypass/daypass', name),
  }
}

test('the provider is linked under its address of both hosts, version and platform', async (t) => {
  const { installation, path } = place(t)
  const places = ['registry.terraform.io', 'registry.opentofu.org'].map((host) =>
    path('1.2.3/linux_amd64', host),
  )
  assert.deepEqual(
    await installProvider(installation),
    places.map((at) => ({ did: 'linked', at, removed: [] })),
  )
  for (const at of places) assert.equal(readlinkSync(at), installation.provider)
})

test('a second run changes nothing', async (t) => {
  const { installation, path } = place(t)
  await installProvider(installation)
  const [done] = await installProvider(installation)
  assert.deepEqual([done?.did, done?.removed], ['unchanged', []])
  assert.deepEqual(readdirSync(path('1.2.3')), ['linux_amd64'])
})

test('a link that leads elsewhere is replaced, and so is a copy', async (t) => {
  const { installation, path } = place(t)
  mkdirSync(path('1.2.3'), { recursive: true })
  symlinkSync('/elsewhere/dist/provider', path('1.2.3/linux_amd64'))
  assert.equal((await installProvider(installation))[0]?.did, 'linked')
  rmSync(path('1.2.3/linux_amd64'))
  mkdirSync(path('1.2.3/linux_amd64'))
  writeFileSync(path('1.2.3/linux_amd64/main.mjs'), '')
  assert.equal((await installProvider(installation))[0]?.did, 'linked')
  assert.equal(readlinkSync(path('1.2.3/linux_amd64')), installation.provider)
})

test('links of other versions go, with their empty folders; what somebody else put there stays', async (t) => {
  const { installation, path } = place(t)
  for (const version of ['1.2.2', '1.0.0', '2.0.0']) mkdirSync(path(version), { recursive: true })
  symlinkSync('/gone/node_modules/daypass/dist/provider', path('1.2.2/linux_amd64'))
  mkdirSync(path('1.0.0/linux_amd64'))
  writeFileSync(path('1.0.0/linux_amd64/terraform-provider-daypass'), 'an executable of a release')
  symlinkSync('/somebody/else', path('2.0.0/linux_amd64'))
  const [done] = await installProvider(installation)
  assert.deepEqual(done?.removed, [path('1.2.2/linux_amd64')])
  assert.deepEqual(
    readdirSync(path('')).map((version) => [version, ...readdirSync(path(version))]),
    ['1.0.0', '1.2.3', '2.0.0'].map((version) => [version, 'linux_amd64']),
  )
})

test('what is no provider of ours is not overwritten', async (t) => {
  const { installation, path } = place(t)
  mkdirSync(path('1.2.3/linux_amd64'), { recursive: true })
  writeFileSync(path('1.2.3/linux_amd64/terraform-provider-daypass'), 'mine')
  await assert.rejects(installProvider(installation), { code: /^(EISDIR|ENOTEMPTY|EEXIST)$/ })
  assert.equal(readFileSync(path('1.2.3/linux_amd64/terraform-provider-daypass'), 'utf8'), 'mine')
  assert.deepEqual(readdirSync(path('1.2.3')), ['linux_amd64'])
})

test('on Windows it is a copy, whose launcher is a command file', async (t) => {
  const { installation, path } = place(t, WINDOWS)
  const [done] = await installProvider(installation)
  assert.equal(done?.did, 'copied')
  const files = readdirSync(path('1.2.3/windows_amd64')).sort()
  // Terraform starts the first file of that beginning.
  assert.deepEqual(files, ['chunks', 'main.mjs', 'terraform-provider-daypass.cmd'])
  assert.ok(existsSync(path('1.2.3/windows_amd64/chunks/one.mjs')))
  const [again] = await installProvider({ ...installation, version: '1.3.0' })
  assert.deepEqual(again?.removed, [path('1.2.3/windows_amd64')])
})

test('platforms and folders have the names that Terraform gives them', () => {
  assert.equal(platformName({ platform: 'darwin', arch: 'arm64' }), 'darwin_arm64')
  assert.equal(platformName({ platform: 'win32', arch: 'ia32' }), 'windows_386')
  const directories = ['/project', '/project/infra']
  const person = { directories, home: '/home/ann', env: {} }
  assert.deepEqual(
    mirrorFolders({ ...person, global: false }, LINUX),
    directories.map((directory) => `${directory}/terraform.d/plugins`),
  )
  const all = '/home/ann/.terraform.d/plugins'
  assert.deepEqual(mirrorFolders({ ...person, global: true }, LINUX), [all])
  const roaming = { ...person, global: true, env: { APPDATA: '/Roaming' } }
  assert.deepEqual(mirrorFolders(roaming, WINDOWS), ['/Roaming/terraform.d/plugins'])
})
