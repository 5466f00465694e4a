import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { issue } from '../../core/issue.ts'
import { renew } from '../../core/renew.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import type { Ports } from '../../core/ports.ts'
import { auditTrail, eventsOfDay } from '../../state/audit.ts'
import { leaseStore } from '../../state/leases.ts'
import { mergeSorted } from '../../state/merge-sorted.ts'
import {
  type CoreWorld,
  HOLDER,
  START,
  coreWorld,
  failureOf,
  sessionRole,
  userRole,
} from '../core/world.ts'

interface Audited extends CoreWorld {
  readonly ports: Ports
  /** What happened, as `name outcome`, in the order of time. */
  events(): Promise<string[]>
}

function audited(): Audited {
  const world = coreWorld()
  const { clock, random } = world.ports
  const audit = auditTrail(world.objects)
  const ports = { ...world.ports, leases: leaseStore(world.objects, { clock, random, audit }) }
  return {
    ...world,
    ports,
    events: async () => {
      const told: string[] = []
      for await (const { name, outcome } of eventsOfDay(world.objects, START)) {
        told.push([name, outcome ?? ''].join(' ').trim())
      }
      return told
    },
  }
}

test('the life of a user is told from its beginning to its end', async () => {
  const world = audited()
  const { lease } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  world.advance(300)
  await renew(world.ports, lease.id, {})
  world.advance(60)
  await revoke(world.ports, lease.id)
  assert.deepEqual(await world.events(), ['begun', 'issued', 'renewed', 'ended revoked'])
})

test('a session is told as issued and ended, and by a sweep as expired', async () => {
  const world = audited()
  await issue(world.ports, { role: sessionRole(), holder: HOLDER })
  world.advance(2 * 3600)
  await sweep(world.ports)
  assert.deepEqual(await world.events(), ['issued', 'ended expired'])
})

test('a revocation that AWS refuses is told with its reason, and no word of it is a secret', async () => {
  const world = audited()
  const { lease, credentials } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  world.advance(1)
  world.failing.set('aws DeleteUser', 'aws-denied')
  await failureOf(revoke(world.ports, lease.id))
  assert.deepEqual(await world.events(), ['begun', 'issued', 'postponed'])
  const texts = [...world.objects.stored].filter(([key]) => key.startsWith('audit/'))
  assert.ok(!JSON.stringify(texts).includes(`${credentials.secretAccessKey.reveal()}\\"`))
  const [, postponed] = texts.find(([key]) => key.includes('-postponed/')) ?? []
  const told = JSON.parse(postponed?.body ?? '{}') as Record<string, unknown>
  assert.equal(told['lease_id'], lease.id)
  assert.equal(told['holder_repository'], HOLDER.repository)
  assert.match(String(told['error']), /DeleteUser/)
  assert.equal(told['user_name'], lease.principal.type === 'iam_user' && lease.principal.userName)
})

test('nothing is handed out when its event cannot be written, and revoking goes on without', async () => {
  const world = audited()
  const { lease } = await issue(world.ports, { role: userRole(), holder: HOLDER })
  const deaf = leaseStore(world.objects, {
    ...world.ports,
    audit: {
      write: async () => {
        throw await failureOf(revoke(world.ports, 'no/AAAAAAAAAAAAAAAAAAAAAA' as typeof lease.id))
      },
    },
  })
  const ports = { ...world.ports, leases: deaf }
  await failureOf(issue(ports, { role: userRole(), holder: HOLDER }))
  assert.equal((await revoke(ports, lease.id)).status, 'revoked')
})

test('a merge of sorted sequences is sorted and loses nothing', async () => {
  const sorted = fc.array(fc.integer()).map((list) => list.sort((a, b) => a - b))
  await fc.assert(
    fc.asyncProperty(fc.array(sorted), async (lists) => {
      const sources = lists.map(async function* (list) {
        yield* await Promise.resolve(list)
      })
      const merged: number[] = []
      for await (const item of mergeSorted(sources, (a, b) => a - b)) merged.push(item)
      assert.deepEqual(
        merged,
        lists.flat().sort((a, b) => a - b),
      )
    }),
  )
})
