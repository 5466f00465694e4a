/** The inventory with exactly the rights that are printed for it, and with each of them less. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rightsOf } from '../../core/rights/rights-of.ts'
import type { Policy } from '../../core/rights/statement.ts'
import { deployment } from './deployments.ts'
import { inventory } from './inventory-flow.ts'
import { openStage } from './stage.ts'

const WHOLE = rightsOf('sweeper', deployment())
const ITS_OWN = WHOLE.Statement.filter(({ Sid }) => Sid.startsWith('Inventory')).flatMap(
  ({ Action }) => Action,
)

/** Takes an inventory, and what is dead away, with these rights. */
async function tryWith(policy: Policy): Promise<void> {
  const stage = await openStage(policy, 'daypass-sweeper')
  try {
    await inventory(stage)
  } finally {
    await stage.stop()
  }
}

test('the printed rights of the sweeper are enough to list, and to take away what is dead', async () => {
  await tryWith(WHOLE)
})

for (const right of ITS_OWN) {
  test(`without ${right} they are not`, async () => {
    const Statement = WHOLE.Statement.map((statement) => ({
      ...statement,
      Action: statement.Action.filter((action) => action !== right),
    }))
    await assert.rejects(tryWith({ ...WHOLE, Statement: Statement.filter(hasAction) }))
  })
}

function hasAction({ Action }: Policy['Statement'][number]): boolean {
  return Action.length > 0
}
