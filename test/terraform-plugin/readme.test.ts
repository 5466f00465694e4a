/** The example in `terraform-plugin/README.md` is compiled as strictly as this project, and run. */
import assert from 'node:assert/strict'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type * as TypeScript from 'typescript'
import { decode } from '../../terraform-plugin/protocol/message.ts'
import { RPCS } from '../../terraform-plugin/protocol/messages/rpc-messages.ts'
import { needs } from '../foreign/programs.ts'
import { root } from '../support/source-files.ts'
import { ask, bundleProvider, startProbe } from './probe-process.ts'
import { terraformFolder } from './terraform-folder.ts'

const isThere = await needs('terraform')
const scratch = mkdtempSync(join(tmpdir(), 'daypass-readme-'))
const notes = join(scratch, 'notes')
const main = writeExample()
after(() => {
  rmSync(scratch, { recursive: true })
})

/** The files of the example, in a folder beside `terraform-plugin` as its imports say. */
function writeExample(): string {
  const folder = join(scratch, 'notes-provider')
  mkdirSync(notes)
  mkdirSync(folder)
  symlinkSync(join(root, 'terraform-plugin'), join(scratch, 'terraform-plugin'))
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
  const readme = readFileSync(join(root, 'terraform-plugin/README.md'), 'utf8')
  for (const [, name = '', text = ''] of readme.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g))
    writeFileSync(join(folder, name), text)
  assert.deepEqual(readdirSync(folder), ['main.ts', 'notes.ts'])
  return join(folder, 'main.ts')
}

test('the example in the README of terraform-plugin compiles', () => {
  const ts = createRequire(import.meta.url)('typescript') as typeof TypeScript
  const read = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { compilerOptions } = read.config as { readonly compilerOptions: object }
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, module: 'esnext', moduleResolution: 'bundler' },
    scratch,
  )
  const program = ts.createProgram([main], options)
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText, file }) => `${file?.fileName ?? ''}: ${JSON.stringify(messageText)}`)
  assert.deepEqual(problems, [])
})

test('the example in the README of terraform-plugin answers as a plugin', async () => {
  const probe = await startProbe(await bundleProvider(main, join(scratch, 'plugin.cjs')))
  try {
    const answer = await ask(
      probe.client(),
      '/tfplugin6.Provider/GetProviderSchema',
      new Uint8Array(0),
    )
    const schema = decode(RPCS.GetProviderSchema.response, answer)
    assert.deepEqual(Object.keys(schema.resourceSchemas), ['notes_note'])
    assert.deepEqual(Object.keys(schema.functions), ['title_of'])
  } finally {
    probe.dispose()
  }
})

test(
  'Terraform applies, changes and destroys with the example in the README',
  isThere,
  async () => {
    const folder = await terraformFolder('notes', { bundle: (file) => bundleProvider(main, file) })
    const configure = (text: string): void => {
      folder.configure(`
provider "notes" { folder = ${JSON.stringify(notes)} }
ephemeral "notes_lock" "l" { name = "all" }
resource "notes_note" "n" {
  title = provider::notes::title_of("Milk & bread")
  text  = ${JSON.stringify(text)}
}
data "notes_list" "all" { depends_on = [notes_note.n] }
output "titles" { value = data.notes_list.all.titles }
output "length" { value = notes_note.n.length }
`)
    }
    try {
      configure('two litres')
      await folder.succeed('init')
      assert.match(await folder.succeed('apply', '-auto-approve'), /length = 10/)
      assert.deepEqual(readdirSync(notes), ['milk-bread.txt'])
      configure('three')
      assert.match(await folder.succeed('apply', '-auto-approve'), /1 changed[^]*length = 5/)
      await folder.succeed('state', 'rm', 'notes_note.n')
      await folder.succeed('import', 'notes_note.n', 'milk-bread')
      assert.match(await folder.succeed('plan'), /No changes/)
      await folder.succeed('destroy', '-auto-approve')
      assert.deepEqual(readdirSync(notes), [])
      folder.configure(
        'provider "notes" { folder = "." }\nresource "notes_note" "n" {\n  title = "A"\n  text = ""\n}',
      )
      assert.match((await folder.run('validate')).out, /Invalid title[^]*line 6[^]*lower case/)
    } finally {
      folder.remove()
    }
  },
)
