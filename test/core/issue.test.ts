import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { issue } from '../../core/issue.ts'
import { dueKey } from '../../state/documents/keys.ts'
import { HOLDER, coreWorld, failureOf, sessionRole, userRole } from './world.ts'

test('an issued user stands in the store as active, with its key id and its end, and no secret', async () => {
  const world = coreWorld()
  const { lease, credentials } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  const stored = world.objects.stored.get(`leases/${lease.id}.json`)?.body ?? ''
  assert.match(stored, /"state": "active"/)
  assert.match(stored, new RegExp(credentials.accessKeyId))
  assert.ok(!stored.includes(credentials.secretAccessKey.reveal() + '"'))
  assert.equal(lease.expiresAt.toISOString(), '2026-03-01T12:10:00.000Z')
  assert.deepEqual([...world.aws.users.keys()], [`daypass-ci-${lease.id.slice(3)}`])
})

test('the entry for an intention is gone once the lease is active', async () => {
  const world = coreWorld()
  const { lease } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  const due = [...world.objects.stored.keys()].filter((key) => key.startsWith('due/'))
  assert.deepEqual(due, [dueKey({ id: lease.id, dueAt: lease.expiresAt })])
})

test('credentials print as nothing that could be used', async () => {
  const world = coreWorld()
  const { credentials } = await issue(world.ports, { role: sessionRole(), holder: HOLDER })
  const printed = [
    String(credentials.secretAccessKey),
    JSON.stringify(credentials),
    inspect(credentials),
  ].join('\n')
  assert.ok(!printed.includes(credentials.sessionToken?.reveal() ?? 'token'))
  assert.match(printed, /\[secret\]/)
})

for (const [request, code] of [
  ['aws CreateUser', 'aws-denied'],
  ['aws CreateAccessKey', 'aws-limit-exceeded'],
  ['aws GetCallerIdentity', 'key-not-accepted'],
] as const) {
  test(`when ${request} fails for good nothing is left in AWS or among the live leases`, async () => {
    const world = coreWorld()
    world.failing.set(request, code)
    const error = await failureOf(issue(world.ports, { role: userRole(), holder: HOLDER }))
    assert.equal(error.code, code)
    assert.equal(world.aws.users.size, 0)
    const left = [...world.objects.stored.keys()].filter((key) => /^(?:leases|due)\//.test(key))
    assert.deepEqual(left, [])
    assert.match(
      [...world.objects.stored].find(([key]) => key.startsWith('ended/'))?.[1].body ?? '',
      /never-issued/,
    )
  })
}

test('when it is unknown whether AWS made the user the lease stays on the list', async () => {
  const world = coreWorld()
  world.failing.set('aws CreateUser', 'outcome-unknown')
  const error = await failureOf(issue(world.ports, { role: userRole(), holder: HOLDER }))
  assert.equal(error.code, 'outcome-unknown')
  const live = [...world.objects.stored.entries()].filter(([key]) => key.startsWith('leases/'))
  assert.equal(live.length, 1)
  assert.match(live[0]?.[1].body ?? '', /"state": "revoking"/)
})

test('when undoing fails too the message says that the sweep will do it', async () => {
  const world = coreWorld()
  world.failing.set('aws CreateAccessKey', 'aws-denied')
  world.failing.set('aws DeleteUser', 'aws-denied')
  const error = await failureOf(issue(world.ports, { role: userRole(), holder: HOLDER }))
  assert.equal(error.code, 'aws-denied')
  assert.match(error.message, /the sweep will do it/)
})

test('a session that AWS refuses leaves no lease', async () => {
  const world = coreWorld()
  world.failing.set('aws AssumeRole', 'aws-denied')
  const error = await failureOf(issue(world.ports, { role: sessionRole(), holder: HOLDER }))
  assert.equal(error.code, 'aws-denied')
  assert.deepEqual(
    [...world.objects.stored.keys()].filter((key) => /^(?:leases|due)\//.test(key)),
    [],
  )
})

test('max_leases is the limit of live leases and ending one makes room', async () => {
  const world = coreWorld()
  const request = { role: sessionRole({ max_leases: 2 }), holder: HOLDER }
  await issue(world.ports, request)
  await issue(world.ports, request)
  const error = await failureOf(issue(world.ports, request))
  assert.equal(error.code, 'lease-limit-reached')
  const live = [...world.objects.stored.keys()].filter((key) => key.startsWith('leases/'))
  assert.equal(live.length, 2)
})

test('of many who race for the last place at most one gets it', async () => {
  const world = coreWorld()
  const request = { role: sessionRole({ max_leases: 3 }), holder: HOLDER }
  await issue(world.ports, request)
  await issue(world.ports, request)
  const racers = Array.from({ length: 20 }, () => issue(world.ports, request))
  const won = (await Promise.allSettled(racers)).filter(({ status }) => status === 'fulfilled')
  assert.ok(won.length <= 1, `${won.length} got the last place`)
})

test('a stop before the end takes back what was made', async () => {
  const world = coreWorld()
  const stop = new AbortController()
  const { issuer } = world.ports
  const stopping = {
    ...world.ports,
    issuer: {
      ...issuer,
      confirm: async (...args: Parameters<typeof issuer.confirm>) => {
        stop.abort()
        await issuer.confirm(...args)
      },
    },
  }
  const error = await failureOf(
    issue(stopping, { role: userRole(), holder: HOLDER }, { signal: stop.signal }),
  )
  assert.equal(error.code, 'cancelled')
  assert.equal(world.aws.users.size, 0)
})
