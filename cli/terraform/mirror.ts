import { join } from 'node:path'
import type { Environment } from '../../assembly/settings.ts'

/**
 * What `source = "daypass/daypass"` stands for, in Terraform and in OpenTofu. A state keeps the address of who wrote it,
 * and the other one then asks for that as well: both are needed, whichever is used.
 */
export const PROVIDER_ADDRESSES = [
  'registry.terraform.io/daypass/daypass',
  'registry.opentofu.org/daypass/daypass',
] as const

/** The machine, as Node calls it. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
}

/** Where a project or a person keeps providers. */
export interface MirrorPlace {
  /** For all projects of this person, instead of for the one in `directories`. */
  readonly global: boolean
  /** Where Terraform is started, and with `-chdir` where it works. */
  readonly directories: readonly string[]
  readonly home: string
  readonly env: Environment
}

const OF_ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/** The machine as Terraform calls it, such as `linux_amd64`. */
export function platformName({ platform, arch }: Machine): string {
  return `${platform === 'win32' ? 'windows' : platform}_${OF_ARCHITECTURE[arch] ?? arch}`
}

/**
 * The folders in which Terraform and OpenTofu look for providers unless a configuration file of their own says otherwise.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function mirrorFolders(place: MirrorPlace, on: Machine): readonly string[] {
  const { global, directories, home } = place
  if (!global) return directories.map((directory) => join(directory, 'terraform.d', 'plugins'))
  return on.platform === 'win32'
    ? [join(roaming(place), 'terraform.d', 'plugins')]
    : [join(home, '.terraform.d', 'plugins')]
}

/** The configuration files of Terraform and of OpenTofu, which may or may not be there. */
export function cliConfigFiles(place: MirrorPlace, on: Machine): readonly string[] {
  const { home, env } = place
  const named = env['TF_CLI_CONFIG_FILE'] ?? ''
  if (named !== '') return [named]
  return on.platform === 'win32'
    ? ['terraform.rc', 'tofu.rc'].map((name) => join(roaming(place), name))
    : ['.terraformrc', '.tofurc'].map((name) => join(home, name))
}

function roaming({ home, env }: MirrorPlace): string {
  return env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
}
