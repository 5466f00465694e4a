/**
 * `npm run bench`: requests, speed and memory. Requests are counted on the sandbox and do not depend on the
 * machine; times and memory do, and are for comparison within one run only.
 */
import { cpus } from 'node:os'
import { issue } from '../../core/issue.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import type { CredentialType } from '../../core/role/role.ts'
import { sweep } from '../../core/sweep.ts'
import { fakeAws } from '../fakes/aws-world.ts'
import { TYPES, portsAt, roleOf, startStage } from '../crash/stage.ts'
import { type Counted, count, perSecond } from './counting.ts'
import { sweepAmong } from './sweep-among.ts'
import { memoryPorts } from './memory-ports.ts'

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
const HOLDER = { kind: 'shell' } as const
const print = (text = ''): void => void process.stdout.write(`${text}\n`)

print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
await printRequests()
await printSpeed()
await printSweeps()

async function printRequests(): Promise<void> {
  print(
    '\nRequests (S3 + IAM and STS; serial: the longest chain of requests that wait for one another)',
  )
  print(
    '                      issue                revoke               sweep of one expired lease',
  )
  for (const type of TYPES) {
    const { sandbox, stateUrl } = await startStage()
    const ports = portsAt(sandbox, stateUrl, 0)
    await warmUp(ports, type)
    const issued: string[] = []
    const forIssue = await count(sandbox, async () => {
      const { lease } = await issue(ports, { role: roleOf(type), holder: HOLDER })
      issued.push(lease.id)
    })
    const { lease } = await issue(ports, { role: roleOf(type), holder: HOLDER })
    const forRevoke = await count(sandbox, () => revoke(ports, lease.id))
    const later = portsAt(sandbox, stateUrl, 2 * 3600)
    const forSweep = await count(sandbox, () => sweep(later, { full: false }))
    print(`${type.padEnd(18)} ${[forIssue, forRevoke, forSweep].map(cell).join('  ')}`)
    await sandbox.stop()
  }
}

/** Loads the SDK and proves the store, which happens once in a process. */
async function warmUp(ports: Ports, type: CredentialType): Promise<void> {
  const { lease } = await issue(ports, { role: roleOf(type), holder: HOLDER })
  await revoke(ports, lease.id)
}

function cell({ s3, aws, serial }: Counted): string {
  return `${s3} + ${aws}, serial ${serial}`.padEnd(19)
}

async function printSpeed(): Promise<void> {
  const ports = memoryPorts(fakeAws)
  const core = await perSecond(5000, 16, () =>
    issue(ports, { role: roleOf('assumed_role'), holder: HOLDER }),
  )
  const { sandbox, stateUrl } = await startStage()
  const real = portsAt(sandbox, stateUrl, 0)
  await warmUp(real, 'assumed_role')
  const whole = await perSecond(300, 16, () =>
    issue(real, { role: roleOf('assumed_role'), holder: HOLDER }),
  )
  await sandbox.stop()
  print('\nIssues of an assumed_role a second, 16 at once')
  print(`core and store in memory     ${core.toFixed(0)}`)
  print(`with SDK, S3 and STS of the sandbox in this process   ${whole.toFixed(0)}`)
}

async function printSweeps(): Promise<void> {
  print(
    '\nSweep of 100 due users among live leases (store in memory; requests are what S3 would see)',
  )
  print('live leases   requests to the store   seconds   peak memory MiB')
  for (const live of [1000, 10_000, 100_000]) {
    const { requests, seconds, memoryMiB } = await sweepAmong(live, 100)
    print(
      `${String(live).padStart(11)}   ${String(requests).padStart(21)}   ${seconds.toFixed(2).padStart(7)}   ${memoryMiB.toFixed(0).padStart(15)}`,
    )
  }
}
