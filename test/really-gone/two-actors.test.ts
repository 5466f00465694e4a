import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Issuance } from '../../core/issuance/issuance.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { revoke } from '../../core/revoke.ts'
import { sweep } from '../../core/sweep.ts'
import { type Scene, TYPES, assertGone, attempt, startScene } from './scene.ts'

// Fault 3: ending a lease that is being issued left a user that no sweep finds.

/** Stops the maker at its nth request, lets somebody else do something, and lets it go on. */
async function during(
  scene: Scene,
  { nth, type, kind }: Stop,
  meanwhile: () => Promise<unknown>,
): Promise<Issuance | undefined> {
  const { faults } = scene.sandbox
  const remove = faults.add({ nth, effect: { kind } })
  const making = attempt(scene.issue(type))
  const stopped = await Promise.race([faults.hang(), making.then(() => undefined)])
  // Fewer requests than that.
  if (stopped === undefined) return await making
  remove()
  await meanwhile()
  stopped.release()
  return await making
}

interface Stop {
  readonly nth: number
  readonly type: (typeof TYPES)[number]
  /** Whether the request has reached AWS by then. */
  readonly kind: 'hang-before' | 'hang-after'
}

/** The lease that is being issued, as anybody finds it. */
async function leaseId({ s3 }: Scene) {
  const { Contents = [] } = await s3.listObjectsV2({ Bucket: 'daypass-state', Prefix: 'leases/' })
  const key = Contents[0]?.Key
  return key === undefined ? undefined : parseLeaseId(key.slice('leases/'.length, -'.json'.length))
}

/** More than an issue of any type makes. */
const REQUESTS = 12

const MEANWHILE = {
  'an operator revokes it': async (scene: Scene) => {
    const id = await leaseId(scene)
    if (id !== undefined) await attempt(revoke(scene.process(), id))
  },
  'a sweep comes whose clock is six minutes fast': async (scene: Scene) => {
    await sweep(scene.process({ skewSeconds: 360 }))
  },
  'its machine is suspended for ten minutes, and a sweep comes': async (scene: Scene) => {
    scene.pass(600)
    await sweep(scene.process())
  },
  'its machine is suspended for longer than the lease, and a sweep comes': async (scene: Scene) => {
    scene.pass(2400)
    await sweep(scene.process())
  },
} as const

for (const [what, meanwhile] of Object.entries(MEANWHILE)) {
  for (const type of TYPES) {
    test(`${what} while a ${type} is made: in the end nothing of it is left`, async (t) => {
      for (let nth = 1; nth <= REQUESTS; nth++) {
        for (const kind of ['hang-before', 'hang-after'] as const) {
          const scene = await startScene(t)
          const issued = await during(scene, { nth, type, kind }, () => meanwhile(scene))
          await assertGone(scene, [issued?.credentials]).catch((cause: unknown) => {
            throw new Error(`${kind} of request ${nth}: ${String(cause)}`, { cause })
          })
          await scene.sandbox.stop()
        }
      }
    })
  }
}

for (const type of TYPES) {
  test(`a ${type} that was revoked while it was made is not handed out as one that works`, async (t) => {
    for (let nth = 1; nth <= REQUESTS; nth++) {
      const scene = await startScene(t)
      let said: { readonly status: string } | undefined
      const stop = { nth, type, kind: 'hang-before' } as const
      const issued = await during(scene, stop, async () => {
        const id = await leaseId(scene)
        if (id !== undefined) said = await attempt(revoke(scene.process(), id))
      })
      scene.pass(300)
      const works = issued !== undefined && (await scene.works(issued.credentials))
      const told = said?.status === 'revoked' || said?.status === 'ended'
      assert.equal(works && told, false, `request ${nth}: ${said?.status ?? ''} and it works`)
      await scene.sandbox.stop()
    }
  })

  test(`a maker of a ${type} that was suspended beyond its lease hands nothing out`, async (t) => {
    for (let nth = 1; nth <= REQUESTS; nth++) {
      const scene = await startScene(t)
      const stop = { nth, type, kind: 'hang-after' } as const
      let stopped = false
      const issued = await during(scene, stop, () => {
        stopped = true
        scene.pass(2400)
        return Promise.resolve()
      })
      if (stopped) assert.equal(issued, undefined, `request ${nth}: it was handed out dead`)
      await scene.sandbox.stop()
    }
  })
}
