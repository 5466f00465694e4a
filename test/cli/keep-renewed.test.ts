import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectSession } from '../../cli/connect.ts'
import { keepRenewed } from '../../cli/leases/keep-renewed.ts'
import { resolveSettings } from '../../cli/settings.ts'
import { reporterOn } from '../../cli/printing/reporter.ts'
import { issue } from '../../core/issue.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import { leaseOf } from '../../core/lease/lease-store.ts'
import type { Ports } from '../../core/ports.ts'
import { parseRole } from '../../core/role/parse-role.ts'
import { recordingContext } from './recording-context.ts'
import { jsonList, openStage } from './stage.ts'
import { serverClock } from '../../core/server-clock.ts'

const stage = await openStage()
const { clock, faults } = stage.sandbox
const role = parseRole(
  `credential_type: iam_user
default_ttl: 10m
max_ttl: 25m
policy_arns: ['arn:aws:iam::aws:policy/ReadOnlyAccess']`,
  { file: 'role.yaml', name: 'long', dialect: 'aws' },
)

interface Kept {
  readonly ports: Ports
  readonly lease: ActiveLease
  /** Resolves when the lease is not kept any more. */
  readonly done: Promise<void>
  readonly abort: () => void
  readonly said: () => string
  /** Seconds from the issue to the end of the lease, once it ends later than it did. */
  readonly renewed: () => Promise<number>
}

async function keep(): Promise<Kept> {
  const recording = recordingContext({ env: stage.env })
  const context = { ...recording.context, clock }
  const settings = resolveSettings({}, context)
  const reporter = reporterOn(context, settings)
  const { ports } = await connectSession({
    context,
    clock: serverClock(context.clock),
    settings,
    reporter,
  })
  const { lease } = await issue(ports, { role, holder: { kind: 'shell' } })
  const controller = new AbortController()
  let end = lease.expiresAt.getTime()
  const renewed = async (): Promise<number> => {
    for (;;) {
      const found = await ports.leases.read(lease.id)
      const now = found === undefined ? 0 : leaseOf(found).expiresAt.getTime()
      if (now > end) {
        end = now
        return Math.round((now - lease.issuedAt.getTime()) / 1000)
      }
    }
  }
  const done = keepRenewed(ports, lease, reporter, controller.signal)
  const abort = (): void => {
    controller.abort()
  }
  return { ports, lease, done, abort, said: recording.stderr, renewed }
}

function near(seconds: number, expected: number): void {
  assert.ok(Math.abs(seconds - expected) <= 10, `${seconds} s, not ${expected} s`)
}

test('a lease is renewed at two thirds of its life until its role allows no more, which is told', async () => {
  const { done, said, renewed } = await keep()
  clock.advance(405)
  near(await renewed(), 1005)
  clock.advance(405)
  near(await renewed(), 1410)
  assert.equal(said(), '')
  clock.advance(405)
  near(await renewed(), 1500)
  await done
  assert.match(said(), /^lease long\/\w{22} ends at .*Z: its role allows no more\n$/)
})

test('a renewal that fails is told and made up for while the lease lives', async () => {
  const { done, abort, said, renewed } = await keep()
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = faults.add({ service: 'iam', action: 'PutUserPolicy', effect })
  clock.advance(405)
  while (!said().includes('was not renewed')) await new Promise(setImmediate)
  heal()
  clock.advance(100)
  near(await renewed(), 1105)
  abort()
  await done
  assert.match(said(), /^warning: lease long\/\w{22} was not renewed: .*AccessDenied.*\n$/)
})

test('a lease that somebody revokes meanwhile is not renewed, and that is told once', async () => {
  const { done, lease, said } = await keep()
  await stage.daypass(['revoke', lease.id])
  clock.advance(405)
  await done
  assert.match(said(), /^warning: lease long\/\w{22} ended at .*Z\n$/)
})

test('a lease that could not be renewed before its end is given up', async () => {
  const { done, said } = await keep()
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = faults.add({ service: 's3', effect })
  clock.advance(700)
  await done
  heal()
  assert.match(said(), /^warning: lease long\/\w{22} was not renewed: .*\n$/)
})

test('nothing is said or done once the command has ended', async () => {
  const { done, abort, said, lease } = await keep()
  abort()
  await done
  clock.advance(405)
  assert.equal(said(), '')
  const leases = jsonList((await stage.daypass(['leases', '--json'])).stdout, 'leases')
  const kept = leases.find((one) => one['lease_id'] === lease.id)
  assert.equal(kept?.['state'], 'active')
  assert.ok(!('renewed_at' in kept))
})
