import { chmod, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/**
 * Bundles what ships into `dist/`: a program that starts without reading hundreds of files. `npm ci`
 * runs it as `prepare`, so that `npx daypass` works in a fresh checkout.
 */

const root = fileURLToPath(new URL('..', import.meta.url))

/** Some dependencies are CommonJS and call `require` for Node's own modules, which ESM does not have. */
const REQUIRE_FOR_COMMONJS = [
  "import { createRequire as daypassRequire } from 'node:module'",
  'const require = daypassRequire(import.meta.url)',
].join('\n')

await bundleCli()
await linkCommand()

/**
 * The SDK clients are imported on first use: splitting leaves each in a chunk of its own, so `daypass --help`
 * never reads them. Nothing is minified: a stack trace shows the names of the source.
 */
async function bundleCli(): Promise<void> {
  await rm(`${root}/dist`, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: 'cli/main.ts', out: 'main' }],
    outdir: 'dist/cli',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // The ES module of a package before its CommonJS twin: only that can be split and stripped of what is unused.
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE_FOR_COMMONJS },
    legalComments: 'external',
    logLevel: 'warning',
  })
  await chmod(`${root}/dist/cli/main.js`, 0o755)
}

/**
 * npm links the commands of dependencies, not those of the package itself: without this `npx daypass` in the
 * checkout would install the checkout into npx's cache first. Renamed into place, so that a second build at
 * the same moment finds either link.
 */
async function linkCommand(): Promise<void> {
  const bin = `${root}/node_modules/.bin`
  const fresh = `${bin}/.daypass-${process.pid}`
  await mkdir(bin, { recursive: true })
  await symlink('../../dist/cli/main.js', fresh)
  await rename(fresh, `${bin}/daypass`)
}
