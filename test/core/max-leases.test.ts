import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { systemClock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import { issue } from '../../core/issue.ts'
import type { Ports } from '../../core/ports.ts'
import { revoke } from '../../core/revoke.ts'
import { readRole } from '../../core/role/parse-role.ts'
import { leaseStore } from '../../state/leases.ts'
import { fakeAws } from '../fakes/aws-world.ts'
import { memoryObjects } from '../fakes/memory-objects.ts'

const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
}
const role = readRole(
  { credential_type: 'iam_user', policy_document: POLICY, max_leases: 3 },
  { file: 'r.yaml', name: 'r', dialect: 'aws' },
)
const request = { role, holder: { kind: 'shell' as const } }

test('a role with max_leases has no more out at once; one that is revoked makes room', async () => {
  const { ports } = world()
  const issued = [
    await issue(ports, request),
    await issue(ports, request),
    await issue(ports, request),
  ]
  await assert.rejects(issue(ports, request), (error) =>
    isDaypassError(error, 'lease-limit-reached'),
  )
  for (const { lease } of issued.slice(0, 1)) await revoke(ports, lease.id)
  await issue(ports, request)
})

test('of many that ask at the same moment no more than max_leases get one, and no user is left of the others', async () => {
  const { ports, aws } = world()
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => issue(ports, request)))
  const got = results.filter(({ status }) => status === 'fulfilled').length
  const refused = results.filter(
    (each) => each.status === 'rejected' && isDaypassError(each.reason, 'lease-limit-reached'),
  )
  assert.ok(got <= 3, `${got} leases`)
  assert.equal(refused.length, 20 - got)
  assert.equal(aws.users.size, got)
})

function world(): { ports: Ports; aws: ReturnType<typeof fakeAws> } {
  const random = (size: number): Uint8Array => randomBytes(size)
  const aws = fakeAws(systemClock)
  const leases = leaseStore(memoryObjects(), { clock: systemClock, random })
  const connected = aws.connect(async (_, request) => {
    await Promise.resolve()
    return request()
  })
  return { ports: { ...connected, leases, clock: systemClock, random }, aws }
}
