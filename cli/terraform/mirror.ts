import { join } from 'node:path'
import type { Environment } from '../process/context.ts'

/** Where Terraform looks for the provider: the address that `source = "daypass/daypass"` stands for. */
export const PROVIDER_ADDRESS = 'registry.terraform.io/daypass/daypass'

/** The machine, as Node calls it. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
}

/** Where a project or a person keeps providers. */
export interface MirrorPlace {
  /** For all projects of this person, instead of for the one in `directory`. */
  readonly global: boolean
  readonly directory: string
  readonly home: string
  readonly env: Environment
}

const OF_ARCHITECTURE: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/** The machine as Terraform calls it, such as `linux_amd64`. */
export function platformName({ platform, arch }: Machine): string {
  return `${platform === 'win32' ? 'windows' : platform}_${OF_ARCHITECTURE[arch] ?? arch}`
}

/**
 * The folder in which Terraform looks for providers unless a configuration file of its own says otherwise.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function mirrorFolder({ global, directory, home, env }: MirrorPlace, on: Machine): string {
  if (!global) return join(directory, 'terraform.d', 'plugins')
  return on.platform === 'win32'
    ? join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'terraform.d', 'plugins')
    : join(home, '.terraform.d', 'plugins')
}

/** Terraform's own configuration file. */
export function cliConfigFile({ home, env }: MirrorPlace, on: Machine): string {
  const named = env['TF_CLI_CONFIG_FILE'] ?? ''
  if (named !== '') return named
  return on.platform === 'win32'
    ? join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'terraform.rc')
    : join(home, '.terraformrc')
}
