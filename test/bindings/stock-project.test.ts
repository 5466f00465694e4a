/** The examples for CDKTF and CDK Terrain in the project that `cdktf init --template typescript` makes, with the packed package. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { buildBindings } from '../../scripts/build-bindings.ts'
import { root } from '../support/source-files.ts'

/**
 * As the template has it: modules are CommonJS, and nothing is said of how they are found.
 * Source: https://github.com/hashicorp/terraform-cdk/blob/main/packages/%40cdktf/cli-core/templates/typescript/tsconfig.json
 */
const SETTINGS = {
  compilerOptions: {
    module: 'CommonJS',
    target: 'ES2018',
    lib: ['es2018'],
    strict: true,
    declaration: true,
    noEmitOnError: true,
    noUnusedLocals: true,
    resolveJsonModule: true,
    skipLibCheck: true,
  },
  include: ['**/*.ts'],
  exclude: ['node_modules', 'cdktf.out'],
}

const run = promisify(execFile)
const scratch = mkdtempSync(join(realpathSync(tmpdir()), 'daypass-stock-'))
after(() => {
  rmSync(scratch, { recursive: true })
})
const packed = pack()

for (const kit of ['cdktf', 'cdktn']) {
  test(`the example for ${kit} compiles and is synthesized in a stock project`, async () => {
    const project = join(scratch, kit)
    cpSync(join(root, 'examples', kit), project, { recursive: true })
    writeFileSync(join(project, 'package.json'), '{ "private": true }')
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(SETTINGS))
    await install(join(project, 'node_modules'))
    const env = {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      CDKTF_OUTDIR: join(project, 'cdktf.out'),
    }
    // It checks types before it runs.
    await node(project, env, 'node_modules/ts-node/dist/bin.js', 'main.ts')
    const stack = readFileSync(join(project, 'cdktf.out/stacks/leases/cdk.tf.json'), 'utf8')
    assert.match(stack, /"source": "daypass\/daypass"/)
    assert.match(stack, /ephemeral\.daypass_credentials\.reader_issued_\w+\.secret_key/)
  })
}

async function node(cwd: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  await run(process.execPath, args, { cwd, env }).catch((error: unknown) => {
    const said = error as { readonly stdout?: string; readonly stderr?: string }
    assert.fail(`${args.join(' ')}: ${said.stdout ?? ''}${said.stderr ?? ''}`)
  })
}

/** What `npm publish` would upload, as far as it is for the bindings. */
async function pack(): Promise<string> {
  const source = join(scratch, 'source')
  mkdirSync(source)
  cpSync(join(root, 'package.json'), join(source, 'package.json'))
  await buildBindings(join(source, 'dist'))
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent'], { cwd: source })
  return join(source, stdout.trim())
}

/** The packed package, and beside it what the template installs: TypeScript 5.9 among it, which jsii brings along. */
async function install(modules: string): Promise<void> {
  mkdirSync(join(modules, 'daypass'), { recursive: true })
  await run('tar', ['-xzf', await packed, '--strip-components=1', '-C', join(modules, 'daypass')])
  for (const name of ['cdktf', 'cdktn', 'constructs', 'ts-node', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  const jsii = createRequire(join(root, 'node_modules/jsii/package.json'))
  symlinkSync(join(jsii.resolve('typescript/package.json'), '..'), join(modules, 'typescript'))
}
