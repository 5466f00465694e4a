import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

const CLIENTS: Readonly<Record<string, string>> = {
  '@aws-sdk/client-iam': 'IAM',
  '@aws-sdk/client-sts': 'STS',
  '@aws-sdk/client-s3': 'S3',
}

/**
 * Bundles of the SDK's clients only the commands that our sources call: those are a twentieth of them, and what is not
 * there need not be read and compiled at each start. A command counts as called where its method stands in the text of
 * a source file: `.putObject(`.
 *
 * @param folders - where our sources lie, below the root.
 */
export function leanSdk(root: string, folders: readonly string[]): Plugin {
  return {
    name: 'lean-sdk',
    setup: (bundle) => {
      const called = calledMethods(root, folders)
      bundle.onResolve({ filter: /^@aws-sdk\/client-(iam|sts|s3)$/ }, ({ path, kind }) =>
        kind === 'dynamic-import' ? { path, namespace: 'lean-sdk', sideEffects: true } : undefined,
      )
      bundle.onLoad({ filter: /.*/, namespace: 'lean-sdk' }, ({ path }) => ({
        contents: leanClient(join(root, 'node_modules', path, 'dist-es'), path, called),
        resolveDir: join(root, 'node_modules', path),
      }))
      bundle.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path }) =>
        called.has('selectObjectContent') ? undefined : { path, namespace: 'no-streams' },
      )
      bundle.onLoad({ filter: /.*/, namespace: 'no-streams' }, () => ({
        contents: NO_EVENT_STREAMS,
      }))
      bundle.onLoad(
        { filter: /[\\/]client-(iam|sts|s3)[\\/]dist-es[\\/]schemas[\\/]/ },
        ({ path }) => ({
          contents: withPlainKeys(readFileSync(path, 'utf8')),
        }),
      )
    },
  }
}

/** The codec of event streams, which one command of all uses: `SelectObjectContent`. */
const NO_EVENT_STREAMS = `
export const resolveEventStreamSerdeConfig = (config) => config
export const eventStreamSerdeProvider = () => undefined
export class EventStreamSerde {}
`

/**
 * A schema with computed keys, `{ [_xN]: 1 }`, is kept by esbuild though nothing uses it, since computing a key may
 * do anything. Here each is a constant text.
 */
function withPlainKeys(text: string): string {
  const texts = new Map(
    [...text.matchAll(/^const (\w+) = (".*");$/gm)].map(([, name, value]) => [name, value]),
  )
  return text.replaceAll(/\[(_\w+)\](?=:)/g, (key, name: string) => texts.get(name) ?? key)
}

function leanClient(folder: string, name: string, called: ReadonlySet<string>): string {
  const client = CLIENTS[name] ?? ''
  const commands = readdirSync(join(folder, 'commands'))
    .filter((file) => file.endsWith('Command.js'))
    .map((file) => file.slice(0, -'.js'.length))
    .filter((command) => called.has(methodOf(command)))
  return [
    `import { createAggregatedClient } from '@smithy/core/client'`,
    `import { ${client}Client } from './dist-es/${client}Client.js'`,
    ...commands.map((command) => `import { ${command} } from './dist-es/commands/${command}.js'`),
    `export class ${client} extends ${client}Client {}`,
    `createAggregatedClient({ ${commands.join(', ')} }, ${client})`,
  ].join('\n')
}

function methodOf(command: string): string {
  const name = command.slice(0, -'Command'.length)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function calledMethods(root: string, folders: readonly string[]): ReadonlySet<string> {
  const texts = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, folder, name), 'utf8')),
  )
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name)),
  )
}
