/**
 * `npm run build:sea`: the provider as a single executable for this machine, for those without Node, under `dist-sea/`.
 * Fetches Node 26 from npm into the user's cache first, if it is not there.
 */
import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildExecutable } from './executable/build-executable.ts'
import { fetchNode26, node26 } from './executable/node26.ts'
import { platformName } from '../cli/terraform/mirror.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = node26() ?? (await fetchNode26())
const made = await buildExecutable({
  root,
  node,
  outdir: `${root}/dist-sea/${platformName(process)}`,
})
const megabytes = Math.round(statSync(made).size / 1e6)
process.stdout.write(`${relative(process.cwd(), made)} (${megabytes} MB)\n`)
