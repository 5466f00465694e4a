/** Deadlines, on every Node that is at hand: a timeout's signal that the collector takes never fires. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { OLDEST_VERSION } from '../../scripts/nodes/place.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import { withDeadline } from '../../core/deadline.ts'
import { createSandboxClock } from '../../sandbox/sandbox-clock.ts'
import { useNode24, useOldestNode } from '../support/other-nodes.ts'
import { root } from '../support/source-files.ts'

const PROGRAM = join(root, 'test/really-gone/dripping-program.ts')
const SECONDS_MAX = 60

const ENDS = {
  'issue a session': 'outcome-unknown',
  'issue a user': 'outcome-unknown',
  'ask for the account': 'cancelled',
  'revoke a user': 'cancelled',
  'sign in to the console': 'aws-unavailable',
  'fetch a job token': 'aws-unavailable',
  'ask GitHub': 'state-unavailable',
  'end a step': 'done',
  'ask STS': 'aws-unavailable',
  'ask STS as somebody else': 'TimeoutError',
  'ask IAM': 'TimeoutError',
  'read the state': 'state-unavailable',
  'list the state': 'state-unavailable',
  'look with a lease': 'unclear',
  'fetch the keys of an issuer': 'AwsError',
}

for (const [name, found] of [
  ['this Node', process.execPath],
  ['the oldest Node that daypass runs on', useOldestNode()],
  ['Node 24', useNode24()],
] as const) {
  const options = typeof found === 'string' ? {} : found
  test(
    `on ${name} every wait for a reply that drips for ever ends, and the process after it`,
    options,
    async () => {
      const node = typeof found === 'string' ? found : ''
      const args = ['--expose-gc', '--import=tsx', PROGRAM]
      // Timers that were left over, or a connection, would keep it alive for longer.
      const { stdout } = await promisify(execFile)(node, args, { timeout: SECONDS_MAX * 1000 })
      assert.deepEqual(Object.fromEntries(stdout.trim().split('\n').map(readLine)), ENDS)
    },
  )
}

function readLine(line: string): readonly [string, string] {
  const [task = '', outcome = ''] = line.split('\t')
  return [task, outcome]
}

test('the oldest Node that is tested is the oldest that package.json allows', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    engines: { node: string }
  }
  assert.equal(`>=${OLDEST_VERSION}`.replace(/\.0$/, ''), manifest.engines.node)
})

test('work that is done in time leaves no timer, and no listener on the caller’s signal', async () => {
  const clock = countingClock()
  const caller = listenedSignal()
  const limit = { milliseconds: 60_000, signal: caller.signal }
  assert.equal(await withDeadline(clock, limit, () => Promise.resolve('done')), 'done')
  await assert.rejects(withDeadline(clock, limit, () => Promise.reject(new Error('no'))))
  assert.deepEqual([clock.running(), caller.listeners()], [0, 0])
})

test('work hears of the end of its time, and of the caller’s stop with the caller’s reason', async () => {
  const caller = new AbortController()
  const reason = new Error('the user has gone')
  const reasonOf = (milliseconds: number, signal?: AbortSignal) =>
    withDeadline(systemClock, { milliseconds, signal }, async (ended) => {
      await systemClock.sleep(60_000, ended).catch(() => undefined)
      return ended.reason as Error
    })
  assert.equal((await reasonOf(10, caller.signal)).name, 'TimeoutError')
  const stopped = reasonOf(60_000, caller.signal)
  caller.abort(reason)
  assert.equal(await stopped, reason)
  assert.equal(await reasonOf(60_000, caller.signal), reason)
})

test('whoever sleeps by the sandbox’s clock leaves no listener on the caller’s signal', async () => {
  const caller = listenedSignal()
  const clock = createSandboxClock()
  const slept = clock.sleep(3_600_000, caller.signal)
  clock.advance(1800)
  await new Promise((resolve) => setImmediate(resolve))
  clock.advance(1800)
  await slept
  assert.equal(caller.listeners(), 0)
})

function countingClock(): Clock & { running(): number } {
  let running = 0
  return {
    ...systemClock,
    running: () => running,
    alarm: () => {
      running += 1
      return () => void (running -= 1)
    },
  }
}

/** A signal that knows its listeners. */
function listenedSignal() {
  const { signal } = new AbortController()
  const listeners = new Set<unknown>()
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (type: string, listener: () => void) => {
    listeners.add(listener)
    add(type, listener)
  }
  signal.removeEventListener = (type: string, listener: () => void) => {
    listeners.delete(listener)
    remove(type, listener)
  }
  return { signal, listeners: () => listeners.size }
}
