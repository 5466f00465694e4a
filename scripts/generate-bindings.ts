/**
 * Writes the bindings for CDKTF and for CDK Terrain from the definitions of the provider: `provider/cdktf/generated/`
 * and `provider/cdktn/generated/`. No Terraform is needed, and nothing is asked for on the network.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import manifest from '../package.json' with { type: 'json' }
import { providerSchemaJson } from '../terraform-plugin/schema-json/provider-schema-json.ts'
import type { Schema } from '../terraform-plugin/protocol/schema.ts'
import { describeMembers } from './bindings/describe-members.ts'
import { definedProvider } from './defined-provider.ts'

// Both generators otherwise report each run to HashiCorp. On import they ask Terraform for its version: of a program that
// says nothing they make nothing.
process.env['CHECKPOINT_DISABLE'] = '1'
process.env['TERRAFORM_BINARY_NAME'] = 'true'

/** What both generators can, and each asks for in a type of its own. */
interface Generator<Target> {
  generate(target: Target): void
  save(folder: string): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = manifest.version.split('.')
const target = {
  isModule: false,
  isProvider: true,
  name: 'daypass',
  namespace: 'daypass',
  source: 'daypass/daypass',
  // Without the exact version of a schema, which would be pinned: a fix of the provider needs no new bindings.
  version: `~> ${major}.${minor}.0`,
  fqn: 'daypass/daypass',
}
// As Terraform writes it: the generators take a key without a value for one with.
const daypass = definedProvider()
const schema = JSON.parse(
  JSON.stringify(providerSchemaJson(daypass, 'registry.terraform.io/daypass/daypass')),
) as object
const schemas = schemasByFolder()

const cdktf = await import('@cdktf/provider-generator')
await generate('cdktf', new cdktf.TerraformProviderGenerator(new cdktf.CodeMaker(), schema))
const cdktn = await import('@cdktn/provider-generator')
await generate('cdktn', new cdktn.TerraformProviderGenerator(new cdktn.CodeMaker(), schema))
await adoptEphemeralResource('ephemeral-daypass-credentials')

/** Generates anew, into a folder that nothing else writes to. */
async function generate<Target>(kit: string, generator: Generator<Target>): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'daypass-bindings-'))
  try {
    // They read no more of it than this.
    generator.generate(target as Target)
    await generator.save(scratch)
    const to = join(root, 'provider', kit, 'generated')
    await rm(to, { recursive: true, force: true })
    await copySources(join(scratch, 'providers/daypass'), to)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** The sources, without pages that only link to the registry. `lazy-index.ts` is for providers of many megabytes. */
async function copySources(from: string, to: string): Promise<void> {
  const all = await readdir(from, { recursive: true })
  const sources = all.filter((path) => path.endsWith('.ts') && path !== 'lazy-index.ts')
  for (const path of sources) {
    const text = await readFile(join(from, path), 'utf8')
    const of = schemas[dirname(path)]
    await mkdir(dirname(join(to, path)), { recursive: true })
    await writeFile(join(to, path), of === undefined ? text : describeMembers(text, of))
  }
}

/** The schemas by the folders into which both generators write them. */
function schemasByFolder(): Readonly<Record<string, Schema>> {
  const { schema: configuration, dataSources, resources, ephemeralResources } = daypass
  const named = (all: Readonly<Record<string, { readonly schema: Schema }>>, prefix: string) =>
    Object.entries(all).map(([name, { schema: one }]): [string, Schema] => [
      `${prefix}${prefix === '' ? name.replace('daypass_', '') : name.replaceAll('_', '-')}`,
      one,
    ])
  return {
    provider: configuration,
    ...Object.fromEntries([
      ...named(dataSources, 'data-'),
      ...named(resources, ''),
      ...named(ephemeralResources, 'ephemeral-'),
    ]),
  }
}

/** Takes an ephemeral resource over from CDK Terrain, on the class that stands in for what CDKTF does not have. */
async function adoptEphemeralResource(folder: string): Promise<void> {
  const [from, to] = ['cdktn', 'cdktf'].map((kit) => join(root, 'provider', kit, 'generated'))
  if (from === undefined || to === undefined) return
  const text = await readFile(join(from, folder, 'index.ts'), 'utf8')
  const base = "import * as ephemeral from '../../ephemeral-resource';"
  await mkdir(join(to, folder), { recursive: true })
  await writeFile(
    join(to, folder, 'index.ts'),
    text
      .replace("import * as cdktn from 'cdktn';", `import * as cdktf from 'cdktf';\n${base}`)
      .replaceAll('cdktn.TerraformEphemeral', 'ephemeral.TerraformEphemeral')
      .replaceAll('cdktn.', 'cdktf.'),
  )
  const index = await readFile(join(to, 'index.ts'), 'utf8')
  await writeFile(
    join(to, 'index.ts'),
    `${index}export * as ephemeralDaypassCredentials from './${folder}';\n`,
  )
}
