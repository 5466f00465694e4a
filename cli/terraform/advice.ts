import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Machine, type MirrorPlace, PROVIDER_ADDRESS, cliConfigFile } from './mirror.ts'
import { packageHash } from './package-hash.ts'

/** What was installed, and where from. */
export interface Situation extends MirrorPlace {
  readonly mirror: string
  readonly provider: string
  readonly version: string
  readonly machine: Machine
}

/** What a person should know after an installation, each a line. */
export async function installationAdvice(situation: Situation): Promise<readonly string[]> {
  const advice = await Promise.all([
    replacedMirrors(situation),
    lockedOtherwise(situation),
    notIgnored(situation),
  ])
  return [fleeting(situation), ...advice].filter((line) => line !== undefined)
}

/** `npx` runs what is not installed from a cache of its own, which npm empties. */
function fleeting({ provider }: Situation): string | undefined {
  return /[/\\]_npx[/\\]/.test(provider)
    ? "daypass lies in npm's cache, which does not last: npm install --save-dev daypass, then run this again"
    : undefined
}

/** With settings of its own for installation Terraform looks in no folder that they do not name. */
async function replacedMirrors(situation: Situation): Promise<string | undefined> {
  const file = cliConfigFile(situation, situation.machine)
  const text = await readText(file)
  if (!/^\s*provider_installation\b/m.test(text) || text.includes(situation.mirror)) return
  const path = JSON.stringify(situation.mirror)
  return `${file} has provider_installation, so Terraform looks only where that says: add to it filesystem_mirror { path = ${path}, include = ["${PROVIDER_ADDRESS}"] }, and exclude the same in direct`
}

/** Terraform keeps to the version and to the bytes that it has seen first. */
async function lockedOtherwise(situation: Situation): Promise<string | undefined> {
  const text = await readText(join(situation.directory, '.terraform.lock.hcl'))
  const block = text.split(/^provider /m).find((part) => part.startsWith(`"${PROVIDER_ADDRESS}"`))
  const locked = /^\s*version\s*=\s*"([^"]*)"/m.exec(block ?? '')?.[1]
  if (block === undefined || locked === undefined) return undefined
  if (locked !== situation.version)
    return `.terraform.lock.hcl names version ${locked}: terraform init -upgrade`
  return block.includes('"h1:') && !block.includes(await packageHash(situation.provider))
    ? `.terraform.lock.hcl knows other bytes as version ${locked}, from another build or a registry: remove the block of daypass/daypass from it, then terraform init`
    : undefined
}

/** The link leads to a folder of this machine. */
async function notIgnored({ global, directory }: Situation): Promise<string | undefined> {
  if (global) return undefined
  const text = await readText(join(directory, '.gitignore'))
  return /^\/?(\*\*\/)?terraform\.d(\/|$)/m.test(text)
    ? undefined
    : 'not for git: add terraform.d/ to .gitignore'
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '')
}
