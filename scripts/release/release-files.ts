import { createHash } from 'node:crypto'
import { type Dirent, existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type ZipEntry, zipOf } from '../zip-file.ts'

/** What a release consists of. */
export interface Release {
  readonly version: string
  /** The provider for those with Node, as it ships. */
  readonly provider: string
  /** A folder with one folder for each platform that has a single executable. */
  readonly executables: string
  /** LICENSE and NOTICE lie there. */
  readonly root: string
}

/** A file of a release. */
export interface ReleaseFile {
  readonly name: string
  readonly content: Buffer
  /** For a person. */
  readonly note: string
}

/** Where the script runs, if Node is there: it is the same for all of them. */
const SCRIPT_PLATFORMS = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64']

const NAME = 'terraform-provider-daypass'

/**
 * The files that a registry wants of a release: a zip for each platform, the manifest, and the check sums of all of
 * them. A platform gets the single executable where there is one, else the script, which needs Node.
 *
 * Source: https://developer.hashicorp.com/terraform/registry/providers/publishing
 */
export function* releaseFiles(release: Release): Generator<ReleaseFile> {
  const { version, executables } = release
  const built = existsSync(executables) ? readdirSync(executables) : []
  const sums: string[] = []
  const listed = (file: ReleaseFile): ReleaseFile => {
    const sum = createHash('sha256').update(file.content).digest('hex')
    sums.push(`${sum}  ${file.name}\n`)
    return file
  }
  for (const platform of [...new Set([...SCRIPT_PLATFORMS, ...built])].sort()) {
    const isBuilt = built.includes(platform)
    const entries = isBuilt ? filesIn(join(executables, platform)) : script(release)
    yield listed({
      name: `${NAME}_${version}_${platform}.zip`,
      content: zipOf([...entries, ...terms(release)]),
      note: isBuilt ? 'a single executable' : 'needs Node.js',
    })
  }
  const manifest = { version: 1, metadata: { protocol_versions: ['6.0'] } }
  yield listed({
    name: `${NAME}_${version}_manifest.json`,
    content: Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`),
    note: 'protocol 6',
  })
  yield {
    name: `${NAME}_${version}_SHA256SUMS`,
    content: Buffer.from(sums.join('')),
    note: 'to be signed: gpg --detach-sign, with an RSA key',
  }
}

/** Under the name that the registry wants, which holds the version. */
function script({ provider, version }: Release): readonly ZipEntry[] {
  const files = filesIn(provider).map((entry) =>
    entry.name === NAME ? { ...entry, name: `${NAME}_v${version}` } : entry,
  )
  return [...files, { name: 'README.txt', content: Buffer.from(NEEDS_NODE) }]
}

const NEEDS_NODE =
  'This is the provider daypass as a script, for a platform without an executable: Node.js 20.19 or newer has to be on PATH.\n'

function terms({ root }: Release): readonly ZipEntry[] {
  return ['LICENSE', 'NOTICE'].map((name) => ({ name, content: readFileSync(join(root, name)) }))
}

/** In the order of their names, so that the zip is the same each time. */
function filesIn(folder: string): readonly ZipEntry[] {
  const pathOf = (entry: Dirent): string => join(entry.parentPath, entry.name)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(pathOf)
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name }) => ({
      name,
      content: readFileSync(path),
      executable: name.startsWith(NAME),
    }))
}
