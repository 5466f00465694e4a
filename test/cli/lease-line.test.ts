/** What a command is handed that runs for longer than its leases. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LeaseLine, leaseLine } from '../../cli/exec/lease-line.ts'
import { issue } from '../../core/issue.ts'
import type { Role } from '../../core/role/role.ts'
import { type CoreWorld, HOLDER, coreWorld, sessionRole, userRole } from '../core/world.ts'

interface Open {
  readonly world: CoreWorld
  readonly line: LeaseLine
  readonly key: () => Promise<string>
  readonly warnings: string[]
  readonly over: AbortController
}

async function open(role: Role): Promise<Open> {
  const world = coreWorld()
  const request = { role, holder: HOLDER }
  const over = new AbortController()
  const warnings: string[] = []
  const line = leaseLine(world.ports, await issue(world.ports, request), {
    request,
    signal: over.signal,
    issued: () => Promise.resolve(),
    warn: (text) => Promise.resolve(void warnings.push(text)),
  })
  const key = async () => (await line.handOut()).accessKey
  return { world, line, key, warnings, over }
}

test('a session is handed out until a quarter of it is left, and the next one then', async () => {
  const { world, line, key } = await open(sessionRole())
  const first = await key()
  world.advance(2600)
  assert.equal(await key(), first)
  world.advance(200)
  const second = await key()
  assert.notEqual(second, first)
  assert.equal(await key(), second)
  assert.equal(line.ids.length, 2)
})

test('who asks at the same time gets the same, of one lease', async () => {
  const { world, line, key } = await open(sessionRole())
  world.advance(2800)
  const keys = await Promise.all(Array.from({ length: 10 }, key))
  assert.equal(new Set(keys).size, 1)
  assert.equal(line.ids.length, 2)
})

test('while there is no next one the one at hand is handed out, and nothing after its end', async () => {
  const { world, line, key, warnings } = await open(sessionRole())
  const first = await key()
  world.failing.set('aws AssumeRole', 'aws-throttled')
  world.advance(3000)
  assert.equal(await key(), first)
  assert.match(warnings.join(), /^no next credentials of role deploy: .*; those at hand end at /)
  world.advance(700)
  await assert.rejects(key(), { code: 'aws-throttled' })
  world.failing.clear()
  world.advance(10)
  assert.notEqual(await key(), first)
  assert.equal(line.ids.length, 2)
})

test('a user is renewed as long as its role allows it, and the next one issued after that', async () => {
  const { world, line, key } = await open(userRole())
  const first = await key()
  for (const seconds of [480, 480, 400]) {
    world.advance(seconds)
    assert.equal(await key(), first)
  }
  const { expiresAt } = await line.handOut()
  assert.ok(new Date(expiresAt) > world.ports.clock.now())
  world.advance(400)
  assert.notEqual(await key(), first)
  assert.equal(line.ids.length, 2)
})

test('the next one is made in time for who never asks before the end, and none where nobody asks', async () => {
  const asked = await open(sessionRole())
  await asked.key()
  const idle = await open(sessionRole())
  for (const { line, world, over } of [asked, idle]) {
    const { clock } = world.ports
    const sleep = clock.sleep.bind(clock)
    const end = clock.now().getTime() + 4_000_000
    Object.assign(clock, {
      sleep: async (milliseconds: number, signal?: AbortSignal) => {
        if (clock.now().getTime() > end) over.abort()
        await sleep(milliseconds, signal)
      },
    })
    await line.keepReady()
  }
  assert.equal(asked.line.ids.length, 2)
  assert.equal(idle.line.ids.length, 1)
})
