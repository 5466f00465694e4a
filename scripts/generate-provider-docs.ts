/**
 * Writes the pages of the Terraform provider, in the registry's form, from its schemas and `examples/terraform/`:
 * `docs/provider/`. What is there and no longer defined goes.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { definedProvider } from './defined-provider.ts'
import { providerPages } from './provider-docs/provider-pages.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}/docs/provider`
const settings = await resolveConfig(`${folder}/index.md`)

await rm(folder, { recursive: true, force: true })
for (const { path, text } of providerPages(definedProvider(), `${root}/examples/terraform`)) {
  const file = `${folder}/${path}.md`
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, await format(text, { ...settings, parser: 'markdown' }))
}
