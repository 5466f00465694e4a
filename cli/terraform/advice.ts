import { readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Machine, type MirrorPlace, PROVIDER_ADDRESSES, cliConfigFiles } from './mirror.ts'
import { packageHash } from './package-hash.ts'

/** What was installed, and where from. */
export interface Situation extends MirrorPlace {
  readonly mirrors: readonly string[]
  readonly provider: string
  readonly version: string
  readonly machine: Machine
}

/** What a person should know after an installation, each a line. */
export async function installationAdvice(situation: Situation): Promise<readonly string[]> {
  const { directories, machine } = situation
  const each = await Promise.all([
    ...cliConfigFiles(situation, machine).map((file) => replacedMirrors(file, situation)),
    ...(await lockFiles(directories)).map((file) => lockedOtherwise(file, situation)),
    notIgnored(situation),
    noConfiguration(situation),
  ])
  return [fleeting(situation), ...each].filter((line) => line !== undefined)
}

/** `npx` runs what is not installed from a cache of its own, which npm empties. */
function fleeting({ provider }: Situation): string | undefined {
  return /[/\\]_npx[/\\]/.test(provider)
    ? "daypass lies in npm's cache, which does not last: npm install --save-dev daypass, then run this again"
    : undefined
}

/** With settings of its own for installation Terraform looks in no folder that they do not name. */
async function replacedMirrors(file: string, { mirrors }: Situation): Promise<string | undefined> {
  const text = await readText(file)
  if (!/^\s*provider_installation\b/m.test(text)) return undefined
  const isNamed = mirrors.some((mirror) => text.includes(mirror))
  const isOverridden = /daypass\/daypass"\s*=/.test(text)
  if (isOverridden || (isNamed && PROVIDER_ADDRESSES.every((address) => text.includes(address))))
    return undefined
  const path = JSON.stringify(mirrors.at(-1))
  const addresses = JSON.stringify(PROVIDER_ADDRESSES)
  return `${file} has provider_installation, so Terraform and OpenTofu look only where that says: add to it filesystem_mirror { path = ${path}, include = ${addresses} }, and exclude the same in direct`
}

/** Of the directories, and of the stacks of CDKTF below them. */
async function lockFiles(directories: readonly string[]): Promise<readonly string[]> {
  const name = '.terraform.lock.hcl'
  const all = directories.map(async (directory) => {
    const stacks = join(directory, 'cdktf.out', 'stacks')
    const names = await readdir(stacks).catch(() => [])
    return [join(directory, name), ...names.map((stack) => join(stacks, stack, name))]
  })
  return (await Promise.all(all)).flat()
}

/** Terraform keeps to the version and to the bytes that it has seen first. */
async function lockedOtherwise(
  file: string,
  { version, provider, directories: [launch = ''] }: Situation,
): Promise<string | undefined> {
  const blocks = (await readText(file)).split(/^provider /m)
  const own = blocks.filter((block) =>
    PROVIDER_ADDRESSES.some((address) => block.startsWith(`"${address}"`)),
  )
  const shown = relative(launch, file)
  for (const block of own) {
    const locked = /^\s*version\s*=\s*"([^"]*)"/m.exec(block)?.[1]
    if (locked === undefined) continue
    if (locked !== version)
      return `${shown} names version ${locked}: terraform init -upgrade, or tofu init -upgrade`
    if (block.includes('"h1:') && !block.includes(await packageHash(provider)))
      return `${shown} knows other bytes as version ${locked}, from another build or a registry: remove the block of daypass/daypass from it, then terraform init or tofu init`
  }
  return undefined
}

/** The link leads to a folder of this machine. */
async function notIgnored({ global, directories }: Situation): Promise<string | undefined> {
  if (global) return undefined
  const files = directories.map(async (directory) => await readText(join(directory, '.gitignore')))
  const [launch = '', target] = await Promise.all(files)
  const here = /^\/?(\*\*\/)?terraform\.d(\/|$)/m
  const anywhere = /^(\*\*\/)?terraform\.d(\/|$)/m
  const isIgnored =
    here.test(launch) && (target === undefined || here.test(target) || anywhere.test(launch))
  return isIgnored ? undefined : 'not for git: add terraform.d/ to .gitignore'
}

/** Who starts it elsewhere than where the configuration lies has links that nobody looks at. */
async function noConfiguration({ global, directories }: Situation): Promise<string | undefined> {
  if (global) return undefined
  const target = directories.at(-1) ?? ''
  const names = await readdir(target).catch(() => [])
  return names.some((name) => /\.(tf|tofu)(\.json)?$/.test(name))
    ? undefined
    : `there is no configuration in ${target}: run this where it lies, or say --chdir as to terraform and tofu, or --global`
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '')
}
