/**
 * `npm test`: runs the tests with node:test, all but the slow ones (`*.slow.test.ts`), then says which real servers took part.
 *
 * Arguments: files or parts of their paths (`npm test -- core/lease`); what starts with a dash goes to node
 * (`npm test -- --test-name-pattern='an ended lease'`).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testProcesses } from './test-processes.ts'

const SERVERS = ['sandbox', 'rgw', 'moto', 'terraform', 'tofu', 'aws', 'node24', 'node20']
const MINUTES_PER_PROCESS_MAX = 10

const root = fileURLToPath(new URL('..', import.meta.url))
process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const wanted = args.filter((arg) => !arg.startsWith('-'))
  const files = testFiles(wanted)
  if (files.length === 0) {
    process.stderr.write(`error: no test file has ${wanted.join(' or ')} in its path\n`)
    return 2
  }
  const scratch = mkdtempSync(join(tmpdir(), 'daypass-test-'))
  const serversFile = join(scratch, 'servers')
  writeFileSync(serversFile, '')
  try {
    const code = await runNode(testProcesses(files, root, scratch), options, serversFile)
    const unproven = reportServers(readFileSync(serversFile, 'utf8'), wanted.length === 0)
    return code === 0 && unproven.length > 0 ? 1 : code
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function testFiles(wanted: readonly string[]): readonly string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('test', path))
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) =>
      wanted.length === 0
        ? !path.endsWith('.slow.test.ts')
        : wanted.some((part) => path.includes(tidyPath(part))),
    )
    .sort()
}

/** `./test/x.test.ts` and an absolute path name the same file as `test/x.test.ts`. */
function tidyPath(part: string): string {
  return part.startsWith(root) ? part.slice(root.length) : part.replace(/^\.\//, '')
}

async function runNode(
  processes: readonly string[],
  options: readonly string[],
  serversFile: string,
): Promise<number> {
  const fixed = [
    '--import=tsx',
    '--test',
    '--test-reporter=spec',
    // One more than the cores: many tests wait for a loopback server.
    `--test-concurrency=${availableParallelism() + 1}`,
    `--test-timeout=${MINUTES_PER_PROCESS_MAX * 60_000}`,
  ]
  const child = spawn(process.execPath, [...fixed, ...options, ...processes], {
    cwd: root,
    stdio: 'inherit',
    env: { ...environmentOfNobody(), DAYPASS_SERVERS_FILE: serversFile },
  })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  process.on('SIGTERM', forward).on('SIGINT', forward)
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

/** No test may find the developer's own AWS account, roles or leases. */
function environmentOfNobody(): NodeJS.ProcessEnv {
  const own = /^(AWS_|DAYPASS_(?!REQUIRE$|HOSTS$|RGW_|RUNS$|SEED$|THOROUGH$|EVERY$))/
  const rest = Object.entries(process.env).filter(([name]) => !own.test(name))
  return {
    ...Object.fromEntries(rest),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // As in the bundle; see scripts/build.ts.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
}

/** Prints what took part; answers the required servers that did not, if every test ran. */
function reportServers(notes: string, allRan: boolean): readonly string[] {
  const lines = notes.split('\n').map((line) => line.split('\t'))
  const noted = (name: string, what: string): string | undefined =>
    lines.find(([server, state]) => server === name && state === what)?.[2]
  process.stdout.write('\n')
  for (const name of SERVERS) {
    const missing = noted(name, 'missing') ?? (allRan ? 'no test asked for it' : undefined)
    const state = noted(name, 'used') === undefined ? missing && `missing: ${missing}` : 'used'
    if (state !== undefined) process.stdout.write(`server ${name}: ${state}\n`)
  }
  const required = (process.env['DAYPASS_REQUIRE'] ?? '').split(',').filter((name) => name !== '')
  const unproven = required.filter((name) => allRan && noted(name, 'used') === undefined)
  for (const name of unproven) {
    process.stdout.write(`error: DAYPASS_REQUIRE names ${name}, which took no part\n`)
  }
  return unproven
}
