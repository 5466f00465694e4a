/**
 * `npm run build:release`: everything that a release of the provider has, under `dist-release/`: zips, manifest and check
 * sums. Platforms for which `dist-sea/` has an executable get that; it is built on each platform by `npm run build:sea`.
 * The pages of `docs/provider/` go with it, where the registry looks for them: `docs/`.
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }
import { buildProvider } from './build-provider.ts'
import { releaseFiles } from './release/release-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'dist-release')
const provider = join(root, 'dist', 'provider')

await rm(folder, { recursive: true, force: true })
await mkdir(folder)
await buildProvider(provider)
const executables = join(root, 'dist-sea')
const release = { root, version: manifest.version, provider, executables }
for (const { name, content, note } of releaseFiles(release)) {
  await writeFile(join(folder, name), content)
  process.stdout.write(`${name}: ${content.length} bytes, ${note}\n`)
}
await cp(join(root, 'docs/provider'), join(folder, 'docs'), { recursive: true })
