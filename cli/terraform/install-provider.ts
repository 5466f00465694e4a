import { cp, lstat, mkdir, readdir, readlink, rename, rm, rmdir, symlink } from 'node:fs/promises'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Machine, PROVIDER_ADDRESSES, platformName } from './mirror.ts'

/** What is put where. */
export interface Installation {
  /** The folder with the provider, as it ships. */
  readonly provider: string
  readonly version: string
  /** The folders in which Terraform looks for providers. */
  readonly mirrors: readonly string[]
  readonly machine: Machine
}

/** What was done below one address. */
export interface Installed {
  readonly did: 'linked' | 'copied' | 'unchanged'
  /** The folder of this version and machine. */
  readonly at: string
  /** What lay there for other versions, and is gone. */
  readonly removed: readonly string[]
}

/** The file that Terraform starts; what has another file of this beginning before it would be started instead. */
const PROGRAM = 'terraform-provider-daypass'

/** Windows starts no shell scripts. The quotes allow for spaces in paths. */
const WINDOWS_LAUNCHER = [
  '@echo off',
  'set NODE_OPTIONS=',
  'where node >nul 2>nul || (echo The provider daypass needs Node.js, and there is none on PATH.& exit /b 1)',
  'node "%~dp0main.mjs"',
  '',
].join('\r\n')

/**
 * Puts the provider where `terraform init` and `tofu init` find it without a network: as links, and on Windows, which lets
 * few people make links, as copies. What an earlier run put there for other versions goes. A new link replaces the old in
 * one step; who dies midway runs it again.
 *
 * @throws what the file system says, with its `code`.
 */
export async function installProvider(installation: Installation): Promise<readonly Installed[]> {
  const installed: Installed[] = []
  for (const mirror of installation.mirrors)
    for (const address of PROVIDER_ADDRESSES)
      installed.push(await installBelow(join(mirror, ...address.split('/')), installation))
  return installed
}

async function installBelow(
  versions: string,
  { provider, version, machine }: Installation,
): Promise<Installed> {
  const at = join(versions, version, platformName(machine))
  await mkdir(join(versions, version), { recursive: true })
  const did = machine.platform === 'win32' ? await copy(provider, at) : await link(provider, at)
  return { did, at, removed: await removeOthers(versions, at) }
}

async function link(provider: string, at: string): Promise<Installed['did']> {
  const present = await linkedTo(at)
  if (present === provider) return 'unchanged'
  if (present === undefined && (await isCopy(at))) await rm(at, { recursive: true })
  const scratch = `${at}.${process.pid}`
  await symlink(provider, scratch, 'dir')
  try {
    await rename(scratch, at)
  } catch (error) {
    await rm(scratch)
    throw error
  }
  return 'linked'
}

/** Anew each time: to compare would take as long. */
async function copy(provider: string, at: string): Promise<Installed['did']> {
  await rm(at, { recursive: true, force: true })
  await cp(provider, at, {
    recursive: true,
    filter: (path) => resolve(path) !== resolve(provider, PROGRAM),
  })
  await writeFile(join(at, `${PROGRAM}.cmd`), WINDOWS_LAUNCHER)
  return 'copied'
}

/** Removes links and copies of other versions; what somebody else laid there stays. */
async function removeOthers(versions: string, keep: string): Promise<readonly string[]> {
  const removed: string[] = []
  for (const version of await readdir(versions)) {
    const platforms = await readdir(join(versions, version)).catch(() => [])
    for (const platform of platforms) {
      const path = join(versions, version, platform)
      if (path === keep || !(await isOurs(path))) continue
      await rm(path, { recursive: true })
      removed.push(path)
    }
    // Only an empty folder can be removed so.
    if (platforms.length > 0) await rmdir(join(versions, version)).catch(() => undefined)
  }
  return removed
}

async function isOurs(path: string): Promise<boolean> {
  const target = await linkedTo(path)
  return target === undefined ? await isCopy(path) : /[/\\]dist[/\\]provider$/.test(target)
}

async function linkedTo(path: string): Promise<string | undefined> {
  return await readlink(path).catch(() => undefined)
}

async function isCopy(path: string): Promise<boolean> {
  return await lstat(join(path, 'main.mjs')).then(
    (file) => file.isFile(),
    () => false,
  )
}
