/** The provider as it ships: what is in it, and when it is loaded. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { tooOldNode } from '../../terraform-plugin/plugin/node-version.ts'
import { PROVIDER_PROGRAM, buildProvider } from '../../scripts/build-provider.ts'

const folder = mkdtempSync(join(tmpdir(), 'daypass-bundle-'))
after(() => {
  rmSync(folder, { recursive: true })
})
await buildProvider(folder)
const root = new URL('../../', import.meta.url)

for (const client of ['iam', 'sts', 's3'] as const) {
  test(`the client of ${client} has every command that daypass calls, and few others`, async () => {
    const chunk = readdirSync(join(folder, 'chunks')).find((name) =>
      name.startsWith(`client-${client}-`),
    )
    assert.ok(chunk)
    const bundled = await methodsOf(pathToFileURL(join(folder, 'chunks', chunk)).href, client)
    const whole = await methodsOf(import.meta.resolve(`@aws-sdk/client-${client}`), client)
    const mentioned = new Set(
      ['aws', 'state'].flatMap((from) =>
        sourcesIn(from).flatMap((text) => text.match(/\w+/g) ?? []),
      ),
    )
    const missing = whole.filter((name) => mentioned.has(name) && !bundled.includes(name))
    assert.deepEqual(missing, [])
    assert.ok(bundled.length > 0 && bundled.length < whole.length * (2 / 3))
  })
}

test('nothing of the SDK is loaded when the provider starts', () => {
  const loaded = staticImports(join(folder, 'main.mjs'))
  assert.ok(loaded.length > 1)
  for (const path of loaded) assert.doesNotMatch(readFileSync(path, 'utf8'), /aws-sdk|ZodType/)
})

test('without Node on PATH the first line says so, which Terraform shows', async () => {
  const env = { PATH: folder }
  const child = spawn('/bin/sh', [join(folder, PROVIDER_PROGRAM)], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  assert.match(line.toString(), /^The provider daypass needs Node\.js 20\.19 or newer/)
})

test('an old Node is told as well', () => {
  for (const old of ['18.20.4', '20.18.3', '16.0.0'])
    assert.match(
      tooOldNode('daypass', '20.19', old) ?? '',
      new RegExp(`needs Node.js 20.19 or newer.* ${old}`),
    )
  for (const right of ['20.19.0', '22.1.0', '24.19.0'])
    assert.equal(tooOldNode('daypass', '20.19', right), undefined)
})

async function methodsOf(url: string, client: string): Promise<readonly string[]> {
  const module = (await import(url)) as Record<string, new () => object>
  const made = module[client.toUpperCase()]
  assert.ok(made)
  return Object.keys(made.prototype as object).filter((name) => !/^(paginate|waitUntil)/.test(name))
}

function sourcesIn(name: string): readonly string[] {
  const path = new URL(name, root)
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`${name}/${file}`, root), 'utf8'))
}

/** A file and all that it imports before it runs. */
function staticImports(path: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(path)) return []
  seen.add(path)
  const imports = readFileSync(path, 'utf8').matchAll(/\b(?:from|import)\s*"(\.[^"]+)"/g)
  for (const [, target = ''] of imports) staticImports(join(path, '..', target), seen)
  return [...seen]
}
