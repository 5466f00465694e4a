import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPace } from '../../aws/clients/pace.ts'
import { awsError } from '../../aws/errors/aws-error.ts'
import { systemClock } from '../../core/clock.ts'
import { issue } from '../../core/issue.ts'
import { sweep } from '../../core/sweep.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { READ_ONLY, roleFrom } from '../rights/deployments.ts'
import { sandboxPorts } from '../support/sandbox-ports.ts'

const USER = roleFrom('user', { credential_type: 'iam_user', policy_arns: [READ_ONLY] })

test('all clients of a process keep one pace with IAM, and nobody notices its throttles', async (t) => {
  const sandbox = await startSandbox({ throttlePerSecond: 5 })
  t.after(() => sandbox.stop())
  const holder = { kind: 'shell' } as const
  for (let n = 0; n < 4; n++)
    await issue(sandboxPorts(sandbox), { role: USER, holder, ttlSeconds: 60 })
  sandbox.clock.advance(3600)
  const { ended, failed } = await sweep(sandboxPorts(sandbox))
  assert.deepEqual([ended.length, failed], [4, []])
})

test('who is stopped before its turn has sent nothing, and that is a throttle', async () => {
  const refusal = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' })
  const stop = new AbortController()
  const waits: (() => void)[] = []
  const pace = newPace({
    sleep: () =>
      new Promise((resolve) => {
        waits.push(resolve)
        stop.abort()
      }),
  })
  let sent = 0
  const request = async (): Promise<void> => {
    sent++
    await Promise.reject(refusal)
  }
  const tries = [1, 2].map(async () => {
    await pace.send(request, stop.signal).catch((error: unknown) => {
      throw awsError(error, 'iam:DeleteUser on user x')
    })
  })
  for (const one of tries) await assert.rejects(one, { code: 'aws-throttled', message: /its turn/ })
  const before = sent
  for (const wake of waits) wake()
  assert.equal(await pace.send(() => Promise.resolve('next'), undefined), 'next')
  assert.equal(sent, before)
})

test('a throttle that does not end is given up, and is what is thrown', async () => {
  const refusal = Object.assign(new Error('Rate exceeded'), { name: 'Throttling' })
  const pace = newPace({ ...systemClock, sleep: () => Promise.resolve() })
  await assert.rejects(
    pace.send(() => Promise.reject(refusal)),
    refusal,
  )
})
