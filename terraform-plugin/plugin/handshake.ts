/**
 * The first words between Terraform and a plugin.
 * Source: https://github.com/hashicorp/go-plugin/blob/main/docs/guide-plugin-write-non-go.md
 */
import type { Guard } from './accept.ts'
import type { Listening } from './listen.ts'

/** By which Terraform's plugins know that Terraform starts them; not a secret. */
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

/** Whether Terraform started this process, and not a person. */
export function isStartedByTerraform(
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return environment['TF_PLUGIN_MAGIC_COOKIE'] === COOKIE
}

/** Whether Terraform speaks protocol 6; the versions come in any order. */
export function speaksOurProtocol(
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const versions = environment['PLUGIN_PROTOCOL_VERSIONS']
  return versions === undefined || versions.split(',').includes('6')
}

/** What a person reads who starts the program by hand. */
export function explainToPerson(name: string): string {
  return (
    `This is the Terraform provider ${name}. Terraform starts it by itself; it is not to be run by hand.\n` +
    `See https://developer.hashicorp.com/terraform/language/providers for how a configuration requires it.\n`
  )
}

/** The line that says where the plugin listens, and with which certificate. */
export function handshakeLine(
  { network, address }: Pick<Listening, 'network' | 'address'>,
  guard: Guard,
): string {
  const certificate =
    guard === undefined ? '' : Buffer.from(guard.own.der).toString('base64').replace(/=+$/, '')
  return `1|6|${network}|${address}|grpc|${certificate}\n`
}
