import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revoke } from '../../core/revoke.ts'
import { TYPES, assertGone, assertTrue, startScene } from './scene.ts'

for (const type of TYPES) {
  test(`where nothing goes wrong, a revoked ${type} is refused, its sibling is not, and nothing is left in the end`, async (t) => {
    const scene = await startScene(t)
    const [one, other] = [await scene.issue(type), await scene.issue(type)]
    assert.equal(await scene.works(one.credentials), true)
    const said = await revoke(scene.process(), one.lease.id)
    assert.equal(said.status, 'revoked')
    await assertTrue(scene, said, one)
    assert.equal(await scene.works(other.credentials), true)
    await assertGone(scene, [one.credentials, other.credentials])
  })
}
