import assert from 'node:assert/strict'
import { removeOrphan } from '../../core/inventory/remove-orphan.ts'
import { takeInventory } from '../../core/inventory/take-inventory.ts'
import { issue } from '../../core/issue.ts'
import { sweep } from '../../core/sweep.ts'
import { ROLES, allowing } from './deployments.ts'
import type { Stage } from './stage.ts'

/** A user and a policy that nothing in the store leads to are found, by the look of the day too, and taken away. */
export async function inventory(stage: Stage): Promise<void> {
  const { iam } = stage
  await issue(stage.issuing, { role: ROLES.user, holder: { kind: 'shell' } })
  for (const folder of ['leases/', 'due/']) await stage.emptyStore(folder)
  const PolicyName = 'daypass-deny-0123456789abcdef01'
  const made = { PolicyName, Path: '/daypass/', PolicyDocument: allowing('s3:GetObject') }
  const { Policy } = await iam.createPolicy(made)
  await iam.attachRolePolicy({ RoleName: 'deploy', PolicyArn: Policy?.Arn })
  stage.sandbox.clock.advance(49 * 3600)
  const { orphans } = await sweep(stage.ports(), { full: true })
  assert.equal(orphans?.length, 2)
  for (const orphan of orphans)
    assert.deepEqual(await removeOrphan(stage.ports(), orphan, {}), { is: 'removed' })
  const { entries } = await takeInventory(stage.ports(), {})
  assert.deepEqual(
    entries.filter(({ word }) => word === 'orphan'),
    [],
  )
}
