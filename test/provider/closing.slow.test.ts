/** How long a Close takes when AWS is slow or away, and what becomes of the leases then. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { type SweepReport, sweep } from '../../core/sweep.ts'
import { finishClosings } from '../../provider/closing/close-lease.ts'
import { credentialsEphemeral } from '../../provider/ephemeral/credentials.ts'
import type { DaypassSession } from '../../provider/session.ts'
import { longestChain } from '../support/longest-chain.ts'
import { loopSeconds } from '../support/loop-time.ts'
import { openSessionStage } from './session-stage.ts'
import { eventually } from './terraform-stage.ts'

const stage = await openSessionStage('runs')
const { sandbox, alive, session, call } = stage
const NO_OPTIONS = { ttl: '30m', role_arn: null, role_session_name: null, mfa_code: null }

async function open(opened: DaypassSession, role: string, count: number): Promise<string[]> {
  const request = { ...NO_OPTIONS, role }
  const openings = Array.from({ length: count }, async () => {
    const { private: id } = await credentialsEphemeral.open(request, call(opened))
    return id
  })
  const ids = await Promise.all(openings)
  ;(sandbox.requests as unknown[]).length = 0
  return ids
}

/** Everything answers so much later from now on. */
function slow(milliseconds: number): void {
  sandbox.faults.add({ effect: { kind: 'delay', milliseconds } })
}

async function close(opened: DaypassSession, id: string) {
  const told = call(opened)
  const seconds = await loopSeconds(async () => {
    await credentialsEphemeral.close(id, told)
  })
  return { told, seconds }
}

/** As the end of a process does; answers what it logged. */
async function finish(opened: DaypassSession): Promise<readonly string[]> {
  const { log, lines } = call(opened)
  const seconds = await loopSeconds(async () => {
    await finishClosings(opened, { milliseconds: 9500, log })
  })
  assert.ok(seconds < 9.6, `${seconds} s`)
  return lines
}

/** When what was asked so far was answered, which the sandbox notes. */
function answered(): readonly number[] {
  return sandbox.requests.map(({ at }) => at.getTime())
}

async function sweepAll(): Promise<SweepReport> {
  const { ports } = await session().connect()
  return await sweep(ports, { full: false })
}

function writesOfIam(): readonly string[] {
  const written = sandbox.requests.filter(({ service }) => service === 'iam')
  return written.map(({ action }) => action).filter((action) => !action.startsWith('Get'))
}

test('forty that are closed one after another wait for four seconds at 60 ms a request, and take two writes of IAM', async () => {
  const opened = session()
  const ids = await open(opened, 'viewer', 40)
  slow(60)
  for (const id of ids) {
    const { told } = await close(opened, id)
    assert.deepEqual(told.said, [])
  }
  // What a busy machine takes between two requests is not waiting.
  const waited = longestChain(answered(), 60) * 60
  assert.ok(waited < 4000, `${waited} ms`)
  await finish(opened)
  assert.deepEqual(alive(), [])
  assert.ok(writesOfIam().length <= 2, writesOfIam().join())
  const { ports } = await session().connect()
  for await (const { id } of ports.leases.list('viewer')) assert.fail(`${id} is live in the store`)
})

test('forty that are closed side by side share one deny', async () => {
  const opened = session()
  const ids = await open(opened, 'viewer', 40)
  slow(60)
  const closed = await Promise.all(ids.map((id) => close(opened, id)))
  assert.ok(Math.max(...closed.map(({ seconds }) => seconds)) < 5)
  await finish(opened)
  assert.deepEqual(alive(), [])
  assert.ok(writesOfIam().length <= 2, writesOfIam().join())
})

test('what is closed while another is open is denied within seconds', async () => {
  const opened = session()
  const [first = ''] = await open(opened, 'viewer', 2)
  const { seconds } = await close(opened, first)
  assert.ok(seconds < 2)
  await eventually(
    () => alive().length,
    (count) => count === 1,
  )
})

for (const role of ['viewer', 'reader']) {
  test(`a ${role} at a second and a half a request is closed in five seconds, and not lost`, async () => {
    const opened = session()
    const [id = ''] = await open(opened, role, 1)
    slow(1500)
    const { told, seconds } = await close(opened, id)
    assert.ok(seconds < 5, `${seconds} s`)
    assert.deepEqual(told.said, [])
    const lines = await finish(opened)
    sandbox.faults.clear()
    const left = lines.some((line) => line.startsWith('not taken back'))
    assert.equal(alive().length > 0 && !left, false, 'what works is named')
    await sweepAll()
    assert.deepEqual(alive(), [])
  })
}

for (const [service, role] of [
  ['iam', 'viewer'],
  ['iam', 'reader'],
  ['s3', 'viewer'],
  ['s3', 'reader'],
] as const) {
  test(`a Close of a ${role} while ${service} hangs answers in five seconds`, async () => {
    const opened = session()
    const [id = ''] = await open(opened, role, 1)
    sandbox.faults.add({ service, effect: { kind: 'hang-before' } })
    const { told, seconds } = await close(opened, id)
    assert.ok(seconds < 5, `${seconds} s`)
    const [warning] = told.said
    assert.equal(warning?.severity, service === 's3' ? 'warning' : undefined)
    if (service === 's3') assert.match(warning?.detail ?? '', new RegExp(`${id} may work until 20`))
    const lines = await finish(opened)
    assert.ok(
      lines.some((line) => line.startsWith('not taken back')),
      lines.join(),
    )
    if (service === 's3') return
    const { ports } = await session().connect()
    const found = await ports.leases.read(parseLeaseId(id))
    assert.ok(found !== undefined && 'lease' in found)
    assert.equal(found.lease.status, 'revoking')
    assert.ok(found.lease.dueAt <= sandbox.clock.now())
  })
}
