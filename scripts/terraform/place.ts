import { existsSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, delimiter, join } from 'node:path'

/** The release that the tests of the provider run with, where there is none on PATH. */
export const TERRAFORM_VERSION = '1.11.4'

/**
 * SHA-256 of the release's zips, by platform.
 * Source: https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_SHA256SUMS
 */
export const TERRAFORM_SHA256: Readonly<Record<string, string>> = {
  linux_amd64: '1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc',
  linux_arm64: 'a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633',
  darwin_amd64: 'a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b',
  darwin_arm64: '867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18',
}

/** This machine as Terraform calls it: `linux_amd64`. */
export function terraformPlatform(): string {
  return `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`
}

/** Where the release lies once `scripts/terraform.ts fetch` has run. */
export function fetchedTerraform(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  return join(cache, 'daypass-terraform', TERRAFORM_VERSION, 'terraform')
}

/** The program: from PATH, else what was fetched; undefined where there is none. */
export function terraform(): string | undefined {
  return [...onPath('terraform'), fetchedTerraform()].find((path) => existsSync(path))
}

/** What runs the provider: Terraform or OpenTofu, each a program. */
export interface Host {
  readonly kind: 'terraform' | 'tofu'
  readonly program: string
}

/**
 * Every host that there is: Terraform and OpenTofu from PATH, Terraform as it was fetched where there is none on PATH, and the
 * programs that the variable DAYPASS_HOSTS lists, as PATH does, which are OpenTofu where their name has `tofu` in it.
 */
export function hosts(): readonly Host[] {
  const named = (process.env['DAYPASS_HOSTS'] ?? '').split(delimiter).filter((path) => path !== '')
  const found = [terraform(), onPath('tofu').find((path) => existsSync(path)), ...named]
  const programs = found.filter((path) => path !== undefined).map((path) => realpathSync(path))
  return [...new Set(programs)].map((program) => ({
    kind: basename(program).includes('tofu') ? 'tofu' : 'terraform',
    program,
  }))
}

function onPath(name: string): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name))
}
