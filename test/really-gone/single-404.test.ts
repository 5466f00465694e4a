import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import {
  BUCKET,
  IAM_SECONDS,
  SESSION_TYPES,
  type Scene,
  adminOf,
  assertGone,
  attempt,
  startScene,
} from './scene.ts'

// A host of IAM that knows nothing of what has been there for long: one answer, at each position in turn.

/** Something that lives, and who found it. */
interface Found {
  readonly id: Issuance['lease']['id']
  readonly issued?: Issuance
}

const LIVES: Readonly<Record<string, (scene: Scene) => Promise<Found>>> = {
  'a user': async (scene) => {
    const issued = await scene.issue('iam_user')
    scene.pass(900)
    return { id: issued.lease.id, issued }
  },
  'a user that its holder renamed': async (scene) => {
    const issued = await scene.issue('iam_user')
    const { credentials, lease } = issued
    const { accessKeyId, secretAccessKey } = credentials
    const holder = adminOf(scene.sandbox, {
      accessKeyId,
      secretAccessKey: secretAccessKey.reveal(),
    })
    assert.equal(lease.principal.type, 'iam_user')
    const UserName = lease.principal.userName
    await holder.iam.updateUser({ UserName, NewUserName: 'innocent' })
    scene.pass(900)
    return { id: lease.id, issued }
  },
  'a user whose maker died before it had a key': async (scene) => {
    const id = await abandon(scene)
    scene.pass(900)
    return { id }
  },
  'a user whose lease has vanished from the store': async (scene) => {
    const issued = await scene.issue('iam_user')
    const { id } = issued.lease
    await scene.s3.deleteObject({ Bucket: BUCKET, Key: `leases/${id}.json` })
    scene.pass(900)
    return { id, issued }
  },
  ...Object.fromEntries(
    SESSION_TYPES.map((type) => [
      `a ${type}`,
      async (scene: Scene) => {
        const issued = await scene.issue(type)
        scene.pass(900)
        return { id: issued.lease.id, issued }
      },
    ]),
  ),
}

/** Their Denies are on their role or user, and to be taken away in the end. */
const REVOKED: typeof LIVES = Object.fromEntries(
  SESSION_TYPES.map((type) => [
    `the Deny of a revoked ${type}`,
    async (scene: Scene) => {
      const { lease } = await scene.issue(type)
      await revoke(scene.process(), lease.id)
      return { id: lease.id }
    },
  ]),
)

/** Leaves a user behind whose key nobody has heard of. */
async function abandon(scene: Scene): Promise<Found['id']> {
  const { faults } = scene.sandbox
  faults.add({ action: 'CreateAccessKey', nth: 1, effect: { kind: 'hang-after' } })
  let dead = false
  void attempt(scene.issue('iam_user', { by: scene.process({ isDead: () => dead }) }))
  await faults.hang()
  dead = true
  const { Contents = [] } = await scene.s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'leases/' })
  return parseLeaseId(Contents[0]?.Key?.slice('leases/'.length, -'.json'.length) ?? '')
}

/** More than any of this asks of IAM. */
const POSITIONS_MAX = 40

/** Answers once as a host does that does not know what is asked for; tells whether it has. */
function missOnce({ sandbox }: Scene, nth: number): () => boolean {
  const before = sandbox.requests.length
  const message = 'The user with name you-know-who cannot be found.'
  const effect = { kind: 'status', status: 404, code: 'NoSuchEntity', message } as const
  sandbox.faults.add({ service: 'iam', nth, effect })
  return () =>
    sandbox.requests.slice(before).filter(({ service }) => service === 'iam').length >= nth
}

function isAlive({ sandbox }: Scene): boolean {
  return sandbox.world.account('123456789012').users.values().length > 2
}

async function assertNotSaid(scene: Scene, { issued }: Found, said: string | undefined) {
  if (said !== 'revoked' && said !== 'ended') return
  scene.pass(IAM_SECONDS)
  const lives = issued === undefined ? isAlive(scene) : await scene.works(issued.credentials)
  assert.equal(lives, false, `it lives, and ${said} was said of it`)
}

for (const [what, make] of Object.entries(LIVES)) {
  test(`no single NoSuchEntity, wherever it comes, makes a revocation take ${what} for gone`, async (t) => {
    for (let nth = 1, struck = true; struck; nth++) {
      assert.ok(nth < POSITIONS_MAX)
      const scene = await startScene(t)
      const found = await make(scene)
      const hasMissed = missOnce(scene, nth)
      const said = await attempt(revoke(scene.process(), found.id))
      struck = hasMissed()
      scene.sandbox.faults.clear()
      await assertNotSaid(scene, found, said?.status)
      await assertGone(scene, [found.issued?.credentials])
      await scene.sandbox.stop()
    }
  })
}

for (const [what, make] of Object.entries({ ...LIVES, ...REVOKED })) {
  test(`no single NoSuchEntity, wherever it comes, makes a sweep take ${what} for gone`, async (t) => {
    for (let nth = 1, struck = true; struck; nth++) {
      assert.ok(nth < POSITIONS_MAX)
      const scene = await startScene(t)
      const found = await make(scene)
      scene.pass(2400)
      const hasMissed = missOnce(scene, nth)
      await sweep(scene.process())
      struck = hasMissed()
      scene.sandbox.faults.clear()
      await assertGone(scene, [found.issued?.credentials])
      await scene.sandbox.stop()
    }
  })
}
