/**
 * `npm run bench:action`: the committed bundles as whole processes on Node 24, as the runner starts them. Times depend on the
 * machine and its load, and are for comparison within one run only; hence the ratios to a Node that does nothing.
 * Requests do not.
 */
import { cpus, loadavg } from 'node:os'
import { node24 } from '../../scripts/nodes/place.ts'
import { countRequests } from '../action/serial-requests.ts'
import { createStage } from '../action/stage.ts'

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
const TIMES = Number(process.env['DAYPASS_RUNS'] ?? 15)
const SLOW_MS = 50
const DIRECT = { role: 'direct', state: '', 'broker-role-arn': '' }

const node = node24()
if (node === undefined) throw new Error('run "npx tsx scripts/nodes.ts fetch" first')
const stage = await createStage(node)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

interface Case {
  readonly name: string
  readonly inputs: Readonly<Record<string, string>>
}
const CASES: readonly Case[] = [
  { name: 'OIDC, broker, S3', inputs: {} },
  { name: 'OIDC, broker, no state', inputs: { state: '' } },
  { name: 'directly from OIDC', inputs: DIRECT },
]

print(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]?.toFixed(1)}`,
)
print(
  `node ${(await stage.job().run(node, '--version')).log}, ${TIMES} runs of each, medians in seconds`,
)
await once({})
await once(DIRECT)
await printTimes('on loopback', 0)
await printTimes(`with ${SLOW_MS} ms for every answer`, SLOW_MS)
await printRequests()
await stage.close()

interface Times {
  readonly main: number
  readonly post: number
}

async function once(inputs: Case['inputs']): Promise<Times> {
  const job = stage.job()
  const main = await job.uses(stage.step(inputs))
  const [post] = await job.finish()
  if (main.code !== 0 || post === undefined) throw new Error(main.log)
  return { main: main.milliseconds, post: post.milliseconds }
}

async function printTimes(how: string, delayMs: number): Promise<void> {
  const effect = { kind: 'delay', milliseconds: delayMs } as const
  const remove = delayMs === 0 ? () => undefined : stage.sandbox.faults.add({ effect })
  stage.tokens.delay(delayMs)
  const nothing: number[] = []
  const taken = new Map(CASES.map(({ name }) => [name, [] as Times[]]))
  // In turns, so that what else the machine does meets all of them alike.
  for (let run = 0; run < TIMES; run += 1) {
    nothing.push((await stage.job().run(node ?? '', '-e', '0')).milliseconds)
    for (const { name, inputs } of CASES) taken.get(name)?.push(await once(inputs))
  }
  remove()
  stage.tokens.delay(0)
  const least = median(nothing)
  print(`\n${how}`.padEnd(40) + 'main           post')
  print(`${'node -e 0'.padEnd(32)}${seconds(least)}`)
  for (const [name, times] of taken) {
    const parts = [times.map(({ main }) => main), times.map(({ post }) => post)]
    const cells = parts.map(
      (all) => `${seconds(median(all))} (${(median(all) / least).toFixed(1)}×)`,
    )
    print(name.padEnd(32) + cells.map((cell) => cell.padEnd(15)).join(''))
  }
}

async function printRequests(): Promise<void> {
  print('\nrequests, and those that wait for one another')
  for (const { name, inputs } of CASES) {
    const job = stage.job()
    const main = await countRequests(stage, 300, async () => await job.uses(stage.step(inputs)))
    const post = await countRequests(stage, 300, async () => await job.finish())
    const cells = [main, post].map(({ requests, serial }) => `${requests}, serial ${serial}`)
    print(name.padEnd(32) + cells.map((cell) => cell.padEnd(15)).join(''))
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}
