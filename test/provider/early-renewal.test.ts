/** When a lease in the state is replaced, between the real hosts and the sandbox. */
import assert from 'node:assert/strict'
import {
  hostsHere,
  hostTest,
  openTerraformStage,
  type Project,
  type TerraformStage,
} from './terraform-stage.ts'

const stage: TerraformStage | undefined =
  hostsHere().length > 0 ? await openTerraformStage() : undefined

const APPLY = ['apply', '-auto-approve'] as const

function lease(fields: string): string {
  return `
resource "daypass_lease" "it" {
  role = "reader"
  ${fields}
  lifecycle { create_before_destroy = true }
}
`
}

async function ok(command: ReturnType<Project['tf']>, expected = 0) {
  const ended = await command
  assert.equal(ended.code, expected, ended.text)
  return ended
}

hostTest('a lease is replaced from its early renewal on, and not before', async (t) => {
  assert.ok(stage)
  const { tf, read, write } = await stage.project(t, lease('ttl = "1h"'))
  await ok(tf(...APPLY))
  const [first] = stage.alive()
  const rewrite = (from: string, to: string): void => {
    write('main.tf', read('main.tf').replace(from, to))
  }
  rewrite('ttl = "1h"', 'ttl = "1h"\n  early_renewal = "20m"')
  assert.match((await ok(tf(...APPLY))).text, /0 added, 1 changed, 0 destroyed/)
  assert.deepEqual(stage.alive(), [first])
  rewrite('"20m"', '"1200"')
  await ok(tf('plan', '-detailed-exitcode'))
  stage.sandbox.clock.advance(41 * 60)
  const plan = await ok(tf('plan', '-detailed-exitcode'), 2)
  assert.match(plan.text, /must be replaced.*expires_at.*forces replacement/)
  assert.match((await ok(tf(...APPLY))).text, /1 added, 0 changed, 1 destroyed/)
  assert.equal(stage.alive().length, 1)
  assert.notEqual(stage.alive()[0], first)
  await ok(tf('plan', '-detailed-exitcode'))
})

hostTest('a lease that would be replaced by every plan is refused', async (t) => {
  assert.ok(stage)
  const { tf } = await stage.project(t, lease('ttl = "30m"\n  early_renewal = "30m"'))
  const { text } = await ok(tf('plan'), 1)
  assert.match(text, /Renewed from the beginning.*early_renewal/)
})
