/** Bundles the Action into `action/dist`, which is committed: a runner fetches the repository and runs what is there. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Metafile, type Plugin, build as bundle } from 'esbuild'
import { englishOnly } from './bundle/english-only.ts'
import { FOR_NODE } from './bundle/for-node.ts'
import { bundleInParts } from './bundle/in-parts.ts'
import { lazyBuiltins } from './bundle/lazy-builtins.ts'
import { yamlModules } from './bundle/yaml-modules.ts'
import { licensesOf } from './licenses-of.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const shipped = `${root}/action/dist`
/** Written beside and put in its place when it is whole: a step that runs meanwhile finds one or the other. */
const outdir = `${root}/action/dist.next`

/**
 * Leaves out of `@actions/core` what the Action does not use: its own fetch of the OIDC token with a whole HTTP client
 * behind it (25 ms to load; see `action/identity/job-token.ts`), and asking the platform through child processes.
 */
const withoutHttpClient: Plugin = {
  name: 'without-http-client',
  setup: (build) => {
    build.onResolve({ filter: /^\.\/(?:oidc-utils|platform)\.js$/ }, ({ path, importer }) =>
      /[\\/]@actions[\\/]core[\\/]lib[\\/]core\.js$/.test(importer)
        ? { path, namespace: 'left-out', sideEffects: false }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export class OidcClient {}',
    }))
  },
}

/** What the runner and AWS tools start, each a call of one function. */
const ENTRIES = ['main', 'post', 'sweep', 'credentials']

/** The review by itself, in one file: the other steps keep their parts as they are, and it is no second of each job. */
async function bundleReview(): Promise<Metafile> {
  const { metafile } = await bundle({
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints: ['action/review/step.ts'],
    outfile: 'action/dist.next/review-step.js',
    format: 'cjs',
    target: 'node24',
    minify: true,
    plugins: [withoutHttpClient, lazyBuiltins, englishOnly, yamlModules(root)],
    legalComments: 'none',
    metafile: true,
  })
  return metafile
}

/**
 * Starts one of them, on a Node that reads what esbuild wrote: act starts actions with whatever Node it finds. What is said
 * of an older one has to be read by it. Nothing compiled is kept in the runner's temporary directory: it is empty when a job
 * starts, and others may write there.
 */
function starting(entry: string, file = 'steps'): string {
  return `var version = process.versions.node
if (parseInt(version, 10) < 20) {
  console.error('::error title=daypass: Node is too old::Node ' + version + ' started this step: it needs Node 24, or 20 at the least; update the runner')
  process.exit(1)
}
require('./${file}.js').${entry}()
`
}

await rm(outdir, { recursive: true, force: true })
const [metafile, ofReview] = await Promise.all([
  bundleInParts({
    root,
    entry: 'action/steps.ts',
    outdir: 'action/dist.next',
    target: 'node24',
    folders: ['action', 'assembly', 'aws', 'core', 'state'],
    plugins: [withoutHttpClient],
  }),
  bundleReview(),
])
for (const entry of ENTRIES) {
  await writeFile(`${outdir}/${entry}.js`, starting(entry))
}
await writeFile(`${outdir}/review.js`, starting('review', 'review-step'))
await writeFile(`${outdir}/package.json`, '{ "type": "commonjs" }\n')
await writeFile(
  `${outdir}/LICENSES.txt`,
  await licensesOf(root, { ...metafile, inputs: { ...metafile.inputs, ...ofReview.inputs } }),
)
await rm(shipped, { recursive: true, force: true })
await rename(outdir, shipped)
