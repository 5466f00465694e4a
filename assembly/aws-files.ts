import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from './settings.ts'

/** The files of AWS tools. */
export interface AwsFiles {
  readonly credentials: string
  readonly config: string
}

/** What profiles say, by their names. */
export type Profiles = ReadonlyMap<string, Readonly<Record<string, string>>>

/** Where AWS tools keep their files. */
export function awsFiles(env: Environment, home: string): AwsFiles {
  const at = (path: string | undefined, name: string) => {
    const file = path === undefined || path === '' ? `~/.aws/${name}` : path
    return file.startsWith('~/') ? join(home, file.slice(2)) : file
  }
  return {
    credentials: at(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
    config: at(env['AWS_CONFIG_FILE'], 'config'),
  }
}

/**
 * Reads the profiles as the SDK for JavaScript does; what the credentials file says of one comes before what the other
 * says. A file that cannot be read says nothing.
 *
 * Source: https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function readProfiles({ credentials, config }: AwsFiles): Profiles {
  const profiles = new Map<string, Readonly<Record<string, string>>>()
  const note = (name: string, key: string, value: string): void => {
    profiles.set(name, { ...profiles.get(name), [key]: value })
  }
  for (const [section, key, value] of valuesIn(config)) {
    const name = section === 'default' ? section : IN_CONFIG.exec(section)?.[2]
    if (name !== undefined) note(name, key, value)
  }
  for (const [section, key, value] of valuesIn(credentials)) note(section, key, value)
  return profiles
}

const IN_CONFIG = /^profile[\s.](["'])?([\w@+.%:/-]+)\1$/

/** Section, key and value of every line that has one; an indented line belongs to the key above it, and to no profile. */
function valuesIn(file: string): readonly (readonly [string, string, string])[] {
  let section: string | undefined
  let isNested = false
  return textOf(file)
    .split(/\r?\n/)
    .flatMap((line) => {
      const said = (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim()
      if (said.startsWith('[') && said.endsWith(']')) {
        section = said.slice(1, -1)
        isNested = false
        return []
      }
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(said) ?? []
      if (section === undefined || key === '') return []
      isNested = value === '' || (isNested && /^\s/.test(line))
      return isNested ? [] : [[section, key.trim(), value.trim()] as const]
    })
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
