import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BuildOptions, type Metafile, type Plugin, build, transform } from 'esbuild'
import { englishOnly } from './english-only.ts'
import { FOR_NODE } from './for-node.ts'
import { lazyBuiltins } from './lazy-builtins.ts'
import { leanSdk } from './lean-sdk.ts'
import { yamlModules } from './yaml-modules.ts'

/** What to bundle in parts. */
export interface Parts {
  readonly root: string
  readonly entry: string
  readonly outdir: string
  readonly target: string
  /** Where the sources lie that are in it, below the root. */
  readonly folders: readonly string[]
  readonly plugins?: readonly Plugin[]
  /** Whether names stay what they are in the sources. */
  readonly keepsNames?: boolean
}

/**
 * Bundles a program in parts, so that each run reads only what it uses, and those as CommonJS: Node takes twice as long to
 * read the same as one file with a function around every module, and a fifth longer to read it as ES modules.
 */
export async function bundleInParts(parts: Parts): Promise<Metafile> {
  const { metafile, outputFiles } = await build(optionsOf(parts))
  let turns = 0
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      target: parts.target,
      ...(parts.keepsNames === true
        ? { minifyWhitespace: true, minifySyntax: true }
        : { minify: true }),
      supported: { 'dynamic-import': false },
    })
    await mkdir(dirname(path), { recursive: true })
    const written = withUrl(betweenReplies(code))
    turns += written.split(NEXT_TURN).length - 1
    await writeFile(path, written)
    if (written.startsWith('#!')) await chmod(path, 0o755)
  }
  if (turns === 0) throw new Error('esbuild writes import() in another way: see betweenReplies')
  return metafile
}

function optionsOf({ root, entry, outdir, target, folders, plugins = [] }: Parts) {
  return {
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints: [entry],
    outdir,
    chunkNames: 'parts/[name]-[hash]',
    splitting: true,
    format: 'esm',
    target,
    define: { ...FOR_NODE.define, 'import.meta.url': URL_NAME },
    plugins: [...plugins, lazyBuiltins, englishOnly, yamlModules(root), leanSdk(root, folders)],
    legalComments: 'none',
    metafile: true,
    write: false,
  } as const satisfies BuildOptions
}

/** Stands for `import.meta.url`, which CommonJS has not. */
const URL_NAME = 'daypassModuleUrl'

function withUrl(code: string): string {
  if (!code.includes(URL_NAME)) return code
  return `var ${URL_NAME}=require('node:url').pathToFileURL(__filename).href;${code}`
}

/** Comes true one turn of the event loop after the one before it did. */
const NEXT_TURN =
  '(globalThis.daypassTurn=Promise.resolve(globalThis.daypassTurn).then(()=>new Promise(setImmediate)))'

/**
 * Loads a part not at once but when what has come from the network meanwhile was heard and answered: loading stops
 * everything else for 10 to 50 ms, and most parts are loaded while something is being waited for.
 */
function betweenReplies(code: string): string {
  return code.replaceAll(/\bPromise\.resolve\(\)(?=\.then\(\(\)=>[\w$]+\(require\()/g, NEXT_TURN)
}
