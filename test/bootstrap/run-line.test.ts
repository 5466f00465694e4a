import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { sweepOnce } from '../../bootstrap/sweep-lambda/sweep.ts'
import { issue } from '../../core/issue.ts'
import { secondsAfter, systemClock } from '../../core/clock.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { READ_ONLY, roleFrom } from '../rights/deployments.ts'
import { sandboxPorts } from '../support/sandbox-ports.ts'

const USER = roleFrom('user', { credential_type: 'iam_user', policy_arns: [READ_ONLY] })

test('a run writes one line: version, counts, the oldest, requests, time, and failures with their words', async (t) => {
  const { sandbox, run } = await scene(t)
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  const heal = sandbox.faults.add({ service: 'iam', action: 'DeleteUser', effect })
  const failed = await run()
  assert.deepEqual([failed['ok'], failed['failed'], failed['ended']], [false, 1, 0])
  assert.match(String(failed['oldest']), /^20\d\d-.*Z$/)
  assert.match(
    String(failed['failures']),
    /^user\/\S+ could not be ended: aws-denied: .*DeleteUser/,
  )
  heal()
  sandbox.clock.advance(60)
  const { daypass, requests, milliseconds, skew, ...rest } = await run()
  assert.match(String(skew), /^the clock of this machine is \d+ s slow/)
  assert.match(String(daypass), /^\d+\.\d+/)
  assert.ok(Number(requests) > 10 && Number(milliseconds) > 0)
  const counts = { ended: 1, failed: 0, skipped: 0, left: 0, overdue: 0, stuck: 0 }
  assert.deepEqual(rest, { ok: true, ...counts, denials: 0, keys: 0, failures: [] })
})

test('a run whose time is over writes its line too', async (t) => {
  const { sandbox, run } = await scene(t)
  sandbox.faults.add({ service: 's3', effect: { kind: 'hang-before' } })
  const line = await run(5001)
  assert.equal(line['ok'], false)
  assert.match(String(line['failures']), /the time of the function was over/)
})

test('a run leaves no connection open', async (t) => {
  const { run, connections } = await scene(t)
  await run()
  // The server closes its ends a little later.
  while (connections() > 0) await new Promise((resolve) => setImmediate(resolve))
})

interface Scene {
  readonly sandbox: Sandbox
  /** Runs the function once; answers its line. */
  readonly run: (milliseconds?: number) => Promise<Readonly<Record<string, unknown>>>
  readonly connections: () => number
}

/** With one user that has expired. */
async function scene(t: TestContext): Promise<Scene> {
  const past = { ...systemClock, now: () => secondsAfter(systemClock.now(), -7200) }
  const sandbox = await startSandbox({ clock: past })
  t.after(() => sandbox.stop())
  await issue(sandboxPorts(sandbox), { role: USER, holder: { kind: 'shell' }, ttlSeconds: 60 })
  sandbox.clock.advance(7200)
  const sockets = (): number =>
    process.getActiveResourcesInfo().filter((what) => what === 'TCPSocketWrap').length
  const before = sockets()
  const { url, root } = sandbox
  const env = {
    DAYPASS_STATE: 's3://daypass-state?region=us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
  }
  // The SDK reads some of them there.
  Object.assign(process.env, env)
  const run = async (milliseconds?: number) => {
    const lines: string[] = []
    const write = (line: string) => void lines.push(line)
    await sweepOnce(env, { milliseconds, write }).catch(() => undefined)
    assert.equal(lines.length, 1)
    return JSON.parse(lines.join('')) as Readonly<Record<string, unknown>>
  }
  return { sandbox, run, connections: () => sockets() - before }
}
