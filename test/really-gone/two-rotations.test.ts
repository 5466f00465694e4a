import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { generateIdentity } from 'age-encryption'
import { findUser } from '../../aws/users/find-user.ts'
import { awsClients } from '../../aws/clients/clients.ts'
import { isDaypassError } from '../../core/errors.ts'
import { currentKey, knownKeyIds } from '../../core/keys/key-ring.ts'
import { type Rotation, rotate } from '../../core/keys/rotate.ts'
import { writeStaticRole } from '../../core/static/write-static-role.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { keysAt, portsAt, startStage } from '../crash/stage.ts'

// Fault 10: two rotations at once accused the key in use.

const USER = 'rotated'

interface Rotating {
  readonly sandbox: Sandbox
  /** Rotates now, as one process; answers what it said where it failed. */
  rotate(): Promise<Rotation | string>
  /** Keys of the user that are in no record. */
  unknown(): Promise<readonly string[]>
  current(): Promise<string | undefined>
}

async function startRotating(t: TestContext): Promise<Rotating> {
  const { sandbox, stateUrl } = await startStage()
  t.after(() => sandbox.stop())
  const identity = await generateIdentity()
  const { url, root: credentials } = sandbox
  const clients = awsClients({
    region: 'us-east-1',
    credentials,
    iamEndpoint: url,
    stsEndpoint: url,
  })
  const iam = await clients.iam()
  await iam.createUser({ UserName: USER })
  const ports = () => keysAt(sandbox, stateUrl, { identity, shiftSeconds: 0 }).staticRole('crash')
  await portsAt(sandbox, stateUrl, 0).leases.ready()
  const periods = { rotation_period: 30 * 86_400, grace_period: 0 }
  const user = await findUser(clients, USER, {})
  await writeStaticRole(ports().store, { name: 'crash', username: USER, ...periods }, user)
  await rotate(ports())
  const ring = async () => (await ports().store.read())?.kept.ring
  return {
    sandbox,
    rotate: async () => {
      try {
        return await rotate(ports(), { force: true, graceSeconds: 0 })
      } catch (error) {
        if (!isDaypassError(error)) throw error
        return `${error.message}; ${error.hint ?? ''}`
      }
    },
    unknown: async () => {
      const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName: USER })
      const now = await ring()
      const known = now === undefined ? [] : knownKeyIds(now)
      return AccessKeyMetadata.flatMap(({ AccessKeyId = '' }) =>
        known.includes(AccessKeyId) ? [] : [AccessKeyId],
      )
    },
    current: async () => {
      const now = await ring()
      return now && currentKey(now)?.accessKeyId
    },
  }
}

function assertNoAccusation(said: Rotation | string, what: string): void {
  if (typeof said !== 'string') return
  assert.doesNotMatch(said, /did not make|delete-access-key/, what)
}

/** More than a rotation makes. */
const REQUESTS = 12

for (const kind of ['hang-before', 'hang-after'] as const) {
  test(`a rotation that another overtakes, ${kind === 'hang-before' ? 'before' : 'after'} any of its requests, accuses no key that is in use`, async (t) => {
    for (let nth = 1; nth <= REQUESTS; nth++) {
      const world = await startRotating(t)
      const { faults } = world.sandbox
      const remove = faults.add({ nth, effect: { kind } })
      const slow = world.rotate()
      const hanging = await Promise.race([faults.hang(), slow.then(() => undefined)])
      remove()
      const overtaking = hanging === undefined ? undefined : await world.rotate()
      hanging?.release()
      const overtaken = await slow
      assertNoAccusation(overtaken, `the overtaken one, at request ${nth}`)
      if (overtaking !== undefined) assertNoAccusation(overtaking, `the other, at request ${nth}`)
      assert.notEqual(await world.current(), undefined)
      assert.deepEqual(await world.unknown(), [], `a key on no record, at request ${nth}`)
      await world.sandbox.stop()
    }
  })
}

test('eight rotations at the same second accuse no key that is in use', async (t) => {
  for (let round = 0; round < 6; round++) {
    const world = await startRotating(t)
    const said = await Promise.all(Array.from({ length: 8 }, () => world.rotate()))
    for (const one of said) assertNoAccusation(one, `round ${round}`)
    assert.deepEqual(await world.unknown(), [])
    await world.sandbox.stop()
  }
})

test('a key that somebody else made is still told of, and left alone', async (t) => {
  const world = await startRotating(t)
  const { sandbox } = world
  const { url, root: credentials } = sandbox
  const admin = { region: 'us-east-1', credentials, iamEndpoint: url, stsEndpoint: url }
  const iam = await awsClients(admin).iam()
  const { AccessKey } = await iam.createAccessKey({ UserName: USER })
  const said = await world.rotate()
  assert.equal(typeof said, 'string')
  assert.match(String(said), new RegExp(`did not make ${AccessKey?.AccessKeyId ?? ''}`))
  assert.deepEqual(await world.unknown(), [AccessKey?.AccessKeyId])
})
