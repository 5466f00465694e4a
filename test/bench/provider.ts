/**
 * `npm run bench:provider`: how fast the Terraform provider starts, what it adds to a plan, and how much memory it
 * takes, on Node 24 and on the Node that runs this. All runs take turns, so that a busy machine is busy for all of them.
 * Ends with 1 where Node 24 misses its goal, or is not there.
 *
 * A plan issues twice (a data source and an ephemeral resource) and revokes once, over HTTP, from a sandbox that runs on
 * the same cores.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { buildProvider } from '../../scripts/build-provider.ts'
import { NODE24_VERSION, node24 } from '../../scripts/nodes/place.ts'
import { terraform } from '../../scripts/terraform/place.ts'
import { peakDuring } from './peak-memory.ts'
import { type Bench, type NodeProgram, prepareBench } from './provider-runs.ts'

const RUNS = Number(process.env['DAYPASS_RUNS'] ?? 15)
const GOALS = { handshake: 2.2, plan: 14 }
const print = (text: string): void => void process.stdout.write(`${text}\n`)

const scratch = mkdtempSync(join(tmpdir(), 'daypass-bench-'))
const sandbox = await startSandbox()
try {
  const provider = join(scratch, 'provider')
  await buildProvider(provider)
  const program = terraform()
  if (program === undefined) throw new Error('no Terraform: npx tsx scripts/terraform.ts fetch')
  const bench = await prepareBench({ scratch, sandbox, provider, terraform: program })
  print(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, medians of ${RUNS} runs`)
  process.exitCode = (await compare(bench)) ? 0 : 1
} finally {
  await sandbox.stop()
  rmSync(scratch, { recursive: true })
}

interface Times {
  readonly bare: number[]
  readonly handshake: number[]
  readonly plan: number[]
}

async function compare(bench: Bench): Promise<boolean> {
  const nodes = await findNodes(bench)
  const without: number[] = []
  const times = new Map<NodeProgram, Times>()
  for (const node of nodes) times.set(node, { bare: [], handshake: [], plan: [] })
  // The first round warms the disk and is not counted.
  for (let round = 0; round <= RUNS; round++) {
    const keep = (into: number[] | undefined, value: number): void => {
      if (round > 0) into?.push(value)
    }
    keep(without, await bench.planWithout())
    for (const [node, of] of times) {
      keep(of.bare, await bench.bareNode(node))
      keep(of.handshake, await bench.handshake(node))
      keep(of.plan, await bench.planWith(node))
    }
  }
  print(`terraform plan without a provider: ${median(without).toFixed(0)} ms`)
  const kept: boolean[] = []
  for (const [node, of] of times) kept.push(await report(bench, node, of, median(without)))
  return kept.every(Boolean) && nodes.some(({ major }) => major === 24)
}

async function findNodes(bench: Bench): Promise<readonly NodeProgram[]> {
  const program = node24()
  if (program === undefined) print(`no Node ${NODE24_VERSION}: npx tsx scripts/nodes.ts fetch`)
  const programs = new Set([...(program === undefined ? [] : [program]), process.execPath])
  return await Promise.all([...programs].map((one) => bench.nodeAt(one)))
}

async function report(
  bench: Bench,
  node: NodeProgram,
  { bare, handshake, plan }: Times,
  without: number,
): Promise<boolean> {
  const peak = await peakDuring(scratch, () => bench.planWith(node))
  const start = median(handshake) / median(bare)
  const whole = median(plan) / without
  const isJudged = node.major === 24
  const verdict = (ratio: number, goal: number): string =>
    isJudged ? `, goal ${goal}: ${ratio <= goal ? 'kept' : 'MISSED'}` : ''
  print(`\nNode ${node.version}`)
  print(`  node -e 0                 ${median(bare).toFixed(0)} ms`)
  print(
    `  start to handshake        ${median(handshake).toFixed(0)} ms, ${start.toFixed(2)} ×${verdict(start, GOALS.handshake)}`,
  )
  print(
    `  plan, data and ephemeral  ${median(plan).toFixed(0)} ms, ${whole.toFixed(1)} ×${verdict(whole, GOALS.plan)}`,
  )
  print(`  peak memory of a provider ${(peak / 1024).toFixed(0)} MiB`)
  return !isJudged || (start <= GOALS.handshake && whole <= GOALS.plan)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
