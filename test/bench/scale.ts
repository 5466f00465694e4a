/**
 * `npm run bench:scale`: one second of a day of 10^4, 10^6 and 10^8 leases at ten times the mean rate, run with the code that ships
 * on a store in memory. Prints what each prefix of the bucket would see, beside what S3 serves a prefix.
 */
import { cpus } from 'node:os'
import { randomBytes } from 'node:crypto'
import { issue } from '../../core/issue.ts'
import { sweep } from '../../core/sweep.ts'
import { auditTrail } from '../../state/audit.ts'
import { denialStore } from '../../state/denials.ts'
import { leaseStore } from '../../state/leases.ts'
import { roleOf } from '../crash/stage.ts'
import { fakeAws } from '../fakes/aws-world.ts'
import { type ObjectOperation, memoryObjects } from '../fakes/memory-objects.ts'
import { rightClock } from '../support/right-clock.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html */
const S3_WRITES_A_SECOND = 3500
const S3_READS_A_SECOND = 5500
const SECONDS_A_DAY = 86_400
const PEAK = 10
const TTL_SECONDS = 900

const print = (text: string): void => void process.stdout.write(`${text}\n`)
print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
print('one second at ten times the mean rate: leases issued and, later, all of them swept\n')
const FOLDERS = ['due', 'audit', 'leases', 'ended']
print(
  `leases a day   issued   requests each   writes at the busiest prefix, in % of ${S3_WRITES_A_SECOND} a second`,
)
for (const perDay of [1e4, 1e6, 1e8]) {
  const leases = Math.max(1, Math.ceil((perDay / SECONDS_A_DAY) * PEAK))
  const { all, writes, reads } = await oneSecond(leases)
  const shares = FOLDERS.map((folder) => `${folder}/… ${share(writes, folder, S3_WRITES_A_SECOND)}`)
  print(
    [
      perDay.toExponential(0).padStart(12),
      String(leases).padStart(6),
      (all / leases).toFixed(1).padStart(13),
      `${shares.join('  ')}  (reads: leases/… ${share(reads, 'leases', S3_READS_A_SECOND)})`,
    ].join('   '),
  )
}

interface Seen {
  readonly all: number
  readonly writes: ReadonlyMap<string, number>
  readonly reads: ReadonlyMap<string, number>
}

async function oneSecond(leases: number): Promise<Seen> {
  let now = Date.parse('2026-03-01T12:00:00Z')
  let all = 0
  const writes = new Map<string, number>()
  const reads = new Map<string, number>()
  const note = (to: Map<string, number>, key: string): void => {
    const prefix = prefixOf(key)
    to.set(prefix, (to.get(prefix) ?? 0) + 1)
  }
  const objects = memoryObjects({
    before: (operation: ObjectOperation) => {
      all++
      if (operation.kind === 'put') note(writes, operation.key)
      else if (operation.kind === 'remove') for (const key of operation.keys) note(writes, key)
      else note(reads, operation.kind === 'get' ? operation.key : operation.prefix)
    },
  })
  const clock = rightClock({
    now: () => new Date(now),
    sleep: () => Promise.resolve(),
    alarm: () => () => undefined,
  })
  const random = (size: number): Uint8Array => randomBytes(size)
  const store = leaseStore(objects, { clock, random, audit: auditTrail(objects) })
  // Apart from what is measured: nothing is denied here.
  const askTime = () => Promise.resolve()
  const denials = { store: denialStore(memoryObjects(), { random }), clock, askTime, random }
  const aws = fakeAws(clock).connect((_, request) => Promise.resolve(request()), denials)
  const ports = { ...aws, leases: store, clock, askTime, random }
  const request = { role: roleOf('assumed_role'), holder: { kind: 'shell' } } as const
  for (let n = 0; n < leases; n++) await issue(ports, { ...request, ttlSeconds: TTL_SECONDS })
  now += (TTL_SECONDS + 60) * 1000
  await sweep(ports, { full: false })
  return { all, writes, reads }
}

/** Folder and shard, or folder and role: behind a role names are random, so S3 may split there as well. */
function prefixOf(key: string): string {
  const [folder = '', second = ''] = key.split('/')
  return `${folder}/${second}`
}

function share(seen: ReadonlyMap<string, number>, folder: string, limit: number): string {
  const counts = [...seen].filter(([prefix]) => prefix.startsWith(`${folder}/`))
  const most = Math.max(0, ...counts.map(([, count]) => count))
  return `${((most / limit) * 100).toFixed(1)} %`
}
