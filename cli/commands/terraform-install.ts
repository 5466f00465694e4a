import { jsonText } from '../../core/language/json-text.ts'
import { existsSync, realpathSync } from 'node:fs'
import { join, relative } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { DaypassError } from '../../core/errors.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import { installationAdvice } from '../terraform/advice.ts'
import {
  type Installation,
  type Installed,
  installProvider,
} from '../terraform/install-provider.ts'
import { type Machine, mirrorFolder } from '../terraform/mirror.ts'
import { packageFolder } from '../terraform/package-folder.ts'

/** Options of `terraform install`. */
export interface TerraformInstallFlags {
  readonly global?: boolean
}

/** Puts the provider of this very version where `terraform init` finds it, and prints what it did. */
export async function terraformInstallCommand(
  { context, settings, reporter }: Session,
  flags: TerraformInstallFlags,
): Promise<number> {
  const { directory, home, env } = context
  const machine: Machine = { platform: process.platform, arch: process.arch }
  const place = { global: flags.global ?? false, directory, home, env }
  const mirror = mirrorFolder(place, machine)
  const { version } = manifest
  const installation = { provider: shippedProvider(), version, mirror, machine }
  const installed = await install(installation)
  await context.stdout.write(
    settings.json
      ? jsonText({ version, provider: installation.provider, ...installed })
      : installedText(installation, installed, directory),
  )
  for (const line of await installationAdvice({ ...place, ...installation }))
    await reporter.note(line)
  return EXIT.ok
}

function shippedProvider(): string {
  const folder = join(packageFolder(), 'dist', 'provider')
  if (existsSync(folder)) return realpathSync(folder)
  throw usageError(`there is no ${folder}`, 'in a checkout: npm run build')
}

async function install(installation: Installation): Promise<Installed> {
  try {
    return await installProvider(installation)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
    if (code === undefined) throw cause
    throw new DaypassError(
      'request-invalid',
      `cannot install the provider under ${installation.mirror} (${code})`,
      { cause, hint: 'see who may write there, and whether something else lies in its place' },
    )
  }
}

const DID: Readonly<Record<Installed['did'], string>> = {
  linked: 'linked',
  copied: 'copied to',
  unchanged: 'already linked:',
}

function installedText(
  { provider, version }: Installation,
  { did, at, removed }: Installed,
  directory: string,
): string {
  const shown = (path: string): string => {
    const near = relative(directory, path)
    return near.startsWith('..') ? path : near
  }
  return [
    `${DID[did]} ${shown(at)} -> ${provider}`,
    ...removed.map((path) => `removed ${shown(path)}`),
    `terraform init finds daypass/daypass ${version} there, without a network`,
    '',
  ].join('\n')
}
