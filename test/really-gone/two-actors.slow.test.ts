import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { THOROUGH } from '../support/thorough.ts'
import { BUCKET, type Scene, assertGone, assertTrue, attempt, startScene } from './scene.ts'

// Fault 3: ending a lease that is being issued left a user that no sweep finds.

/** What does not end by itself, and one of those that do: they are issued in the same way. */
const TYPES = ['iam_user', 'assumed_role'] as const

/** Where the maker stands still: at its nth request, which has reached AWS by then or not. */
interface Stop {
  readonly nth: number
  readonly type: (typeof TYPES)[number]
  readonly kind: 'hang-before' | 'hang-late' | 'hang-after'
}

/** What came of an issue during which somebody else did something. */
interface Made {
  /** False when there are fewer requests than that. */
  readonly stopped: boolean
  readonly issued?: Issuance | undefined
}

/** Stops the maker at its nth request, lets somebody else do something, and lets it go on, unless that killed it. */
async function during(
  scene: Scene,
  { nth, type, kind }: Stop,
  meanwhile: (maker: { kill(): void }) => Promise<unknown>,
): Promise<Made> {
  const { faults } = scene.sandbox
  const remove = faults.add({ nth, effect: { kind } })
  const death = new AbortController()
  const by = scene.process({ isDead: () => death.signal.aborted })
  const making = attempt(scene.issue(type, { by }))
  const at = await Promise.race([faults.hang(), making.then(() => undefined)])
  if (at === undefined) return { stopped: false, issued: await making }
  remove()
  await meanwhile({
    kill: () => {
      death.abort()
    },
  })
  at.release()
  if (!death.signal.aborted) return { stopped: true, issued: await making }
  // What it sent last has landed when others are answered.
  for (let n = 0; n < 20; n++) await scene.iam.listUsers({})
  return { stopped: true }
}

/** At every request at night; otherwise at some, since each is tried in a world of its own. */
const STEP = THOROUGH ? 1 : 3

/** Tries something at requests that an issue makes, each time in a world of its own. */
async function atEvery(
  type: Stop['type'],
  kinds: readonly Stop['kind'][],
  trial: (stop: Stop) => Promise<Made>,
): Promise<void> {
  for (let nth = 1; ; nth += STEP) {
    for (const kind of kinds) {
      const { stopped } = await trial({ nth, type, kind }).catch((cause: unknown) => {
        throw new Error(`${kind} of request ${nth}: ${String(cause)}`, { cause })
      })
      if (!stopped) return
    }
  }
}

/** The lease that is being issued, as anybody finds it. */
async function leaseId({ s3 }: Scene) {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: BUCKET, Prefix: 'leases/' })
  const key = Contents[0]?.Key
  return key === undefined ? undefined : parseLeaseId(key.slice('leases/'.length, -'.json'.length))
}

async function revokeIt(scene: Scene): Promise<void> {
  const id = await leaseId(scene)
  if (id !== undefined) await attempt(revoke(scene.process(), id))
}

const MEANWHILE: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'an operator revokes it': revokeIt,
  'a sweep comes whose clock is six minutes fast': async (scene) =>
    await sweep(scene.process({ skewSeconds: 360 })),
  'its machine is suspended for ten minutes, and a sweep comes': async (scene) => {
    scene.pass(600)
    await sweep(scene.process())
  },
  'its machine is suspended for longer than the lease, and a sweep comes': async (scene) => {
    scene.pass(2400)
    await sweep(scene.process())
  },
}

for (const [what, meanwhile] of Object.entries(MEANWHILE)) {
  for (const type of TYPES) {
    test(`${what} while a ${type} is made: in the end nothing of it is left`, async (t) => {
      await atEvery(type, ['hang-before', 'hang-after'], async (stop) => {
        const scene = await startScene(t)
        const made = await during(scene, stop, () => meanwhile(scene))
        await assertGone(scene, [made.issued?.credentials])
        await scene.sandbox.stop()
        return made
      })
    })
  }
}

// A session that died with its maker is held by nobody.
for (const [when, seconds] of [
  ['at once', 0],
  ['two minutes later', 120],
] as const) {
  test(`the maker of a user is killed, somebody revokes it ${when}, and its last request lands after that: nothing is left`, async (t) => {
    await atEvery('iam_user', ['hang-late', 'hang-after'], async (stop) => {
      const scene = await startScene(t)
      const made = await during(scene, stop, async (maker) => {
        maker.kill()
        scene.pass(seconds)
        await revokeIt(scene)
      })
      await assertGone(scene)
      await scene.sandbox.stop()
      return made
    })
  })
}

for (const type of TYPES) {
  test(`a ${type} that was revoked while it was made is not handed out as one that works`, async (t) => {
    await atEvery(type, ['hang-before'], async (stop) => {
      const scene = await startScene(t)
      let said: { readonly status: string } | undefined
      const made = await during(scene, stop, async () => {
        const id = await leaseId(scene)
        if (id !== undefined) said = await attempt(revoke(scene.process(), id))
      })
      if (made.issued !== undefined) await assertTrue(scene, said, made.issued)
      await scene.sandbox.stop()
      return made
    })
  })

  test(`a maker of a ${type} that was suspended beyond its lease hands out nothing that is dead`, async (t) => {
    await atEvery(type, ['hang-after'], async (stop) => {
      const scene = await startScene(t)
      const made = await during(scene, stop, () => {
        scene.pass(2400)
        return Promise.resolve()
      })
      if (made.issued !== undefined)
        assert.equal(await scene.works(made.issued.credentials), true, 'it was handed out dead')
      await scene.sandbox.stop()
      return made
    })
  })
}
