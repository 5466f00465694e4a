/**
 * `npm run build:sea`: the provider as a single executable for this machine, for those without Node, under `dist-sea/`;
 * with `-- --all` for every platform that this machine can make one for. Fetches Node 26 from npm into the user's cache first.
 */
import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { platformName } from '../cli/terraform/mirror.ts'
import { buildExecutable } from './executable/build-executable.ts'
import { fetchNode26, platformsMadeHere } from './executable/node26.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const all = process.argv.includes('--all')

for (const platform of all ? platformsMadeHere() : [platformName(process)]) {
  const node = await fetchNode26(platform)
  const outdir = `${root}/dist-sea/${platform}`
  const made = await buildExecutable({ root, node, platform, outdir })
  const megabytes = Math.round(statSync(made).size / 1e6)
  process.stdout.write(`${relative(process.cwd(), made)} (${megabytes} MB)\n`)
}
