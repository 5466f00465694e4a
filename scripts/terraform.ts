/**
 * Terraform, for the tests of the provider and its benchmark, where there is none on PATH.
 *
 *   npx tsx scripts/terraform.ts fetch    downloads a pinned release (27 MB) into the user's cache; installs nothing
 *   npx tsx scripts/terraform.ts path     prints where it is; fails if it is not there
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  TERRAFORM_SHA256,
  TERRAFORM_VERSION,
  fetchedTerraform,
  terraform,
  terraformPlatform,
} from './terraform/place.ts'
import { unzip } from './terraform/unzip.ts'

const word = process.argv[2]
if (word !== 'fetch' && word !== 'path') fail('usage: scripts/terraform.ts fetch|path', 2)
if (word === 'fetch' && terraform() === undefined) await fetchTerraform()
const program = terraform()
if (program === undefined)
  fail('there is no Terraform: run "npx tsx scripts/terraform.ts fetch"', 1)
process.stdout.write(`${program}\n`)

/** Under another name first: a fetch that dies midway leaves nothing that looks complete. */
async function fetchTerraform(): Promise<void> {
  const platform = terraformPlatform()
  const expected = TERRAFORM_SHA256[platform]
  if (expected === undefined) fail(`no checksum is known for ${platform}: install Terraform`, 1)
  const name = `terraform_${TERRAFORM_VERSION}_${platform}.zip`
  const url = `https://releases.hashicorp.com/terraform/${TERRAFORM_VERSION}/${name}`
  const response = await fetch(url)
  if (!response.ok) fail(`${url} answered ${response.status}`, 1)
  const zip = Buffer.from(await response.arrayBuffer())
  const actual = createHash('sha256').update(zip).digest('hex')
  if (actual !== expected)
    fail(`${url} has the checksum ${actual} and not ${expected}: nothing was kept`, 1)
  const place = fetchedTerraform()
  mkdirSync(dirname(place), { recursive: true })
  const scratch = `${place}.${process.pid}`
  writeFileSync(scratch, unzip(zip, 'terraform'))
  chmodSync(scratch, 0o755)
  renameSync(scratch, place)
}

function fail(message: string, code: number): never {
  process.stderr.write(`error: ${message}\n`)
  process.exit(code)
}
