import { jsonText } from '../../core/language/json-text.ts'
import { existsSync, realpathSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
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
import { type Machine, mirrorFolders } from '../terraform/mirror.ts'
import { packageFolder } from '../terraform/package-folder.ts'

/** Options of `terraform install`. */
export interface TerraformInstallFlags {
  readonly chdir?: string
  readonly global?: boolean
}

/** Puts the provider of this very version where `terraform init` finds it, and prints what it did. */
export async function terraformInstallCommand(
  { context, settings, reporter }: Session,
  flags: TerraformInstallFlags,
): Promise<number> {
  const { home, env } = context
  if (home === undefined)
    throw usageError(
      'this user has no home directory, and Terraform reads its own there',
      'set HOME',
    )
  const machine: Machine = { platform: process.platform, arch: process.arch }
  const directories = directoriesOf(context.directory, flags.chdir)
  // Each stack of CDKTF is a folder of its own, made anew: what is linked in the project's is found by none.
  const ofKit = directories.some((directory) => existsSync(join(directory, 'cdktf.json')))
  const place = { global: flags.global === true || ofKit, directories, home, env }
  const mirrors = mirrorFolders(place, machine)
  const { version } = manifest
  const installation = { provider: shippedProvider(), version, mirrors, machine }
  const installed = await install(installation)
  await context.stdout.write(
    settings.json
      ? jsonText({ version, provider: installation.provider, installed })
      : installedText(installation, installed, context.directory),
  )
  if (ofKit && flags.global !== true)
    await reporter.note(
      'there is a cdktf.json, whose stacks are initialised in folders of their own: installed for all projects of this user, as --global does',
    )
  for (const line of await installationAdvice({ ...place, ...installation }))
    await reporter.note(line)
  return EXIT.ok
}

/** Terraform looks for providers where it is started and where `-chdir` leads. */
function directoriesOf(launch: string, chdir: string | undefined): readonly string[] {
  const target = resolve(launch, chdir ?? '.')
  if (!existsSync(target)) throw usageError(`there is no ${target}`, 'see --chdir')
  return [...new Set([launch, target])]
}

function shippedProvider(): string {
  const folder = join(packageFolder(), 'dist', 'provider')
  if (existsSync(folder)) return realpathSync(folder)
  throw usageError(`there is no ${folder}`, 'in a checkout: npm run build')
}

async function install(installation: Installation): Promise<readonly Installed[]> {
  try {
    return await installProvider(installation)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
    if (code === undefined) throw cause
    throw new DaypassError(
      'request-invalid',
      `cannot install the provider under ${installation.mirrors.join(' and ')} (${code})`,
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
  installed: readonly Installed[],
  directory: string,
): string {
  const shown = (path: string): string => {
    const near = relative(directory, path)
    return near.startsWith('..') ? path : near
  }
  return [
    ...installed.flatMap(({ did, at, removed }) => [
      `${DID[did]} ${shown(at)} -> ${provider}`,
      ...removed.map((path) => `removed ${shown(path)}`),
    ]),
    `terraform init and tofu init find daypass/daypass ${version} there, without a network`,
    '',
  ].join('\n')
}
