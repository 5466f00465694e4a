import { readPolicy } from '../iam/documents.ts'
import { newGroup } from '../iam/groups.ts'
import type { Seeded } from './seeded.ts'
import { nameKey } from '../world/world.ts'

/** A group of the home account that allows everything, if there is none yet. */
export function seedGroup(sandbox: Seeded, name: string): void {
  const { world, accountId } = sandbox
  const { groups } = world.account(accountId)
  if (groups.get(nameKey(name)) !== undefined) return
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' }
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const group = newGroup(world, sandbox.clock.now(), { accountId, path: '/', name })
  groups.set(nameKey(name), { ...group, inline: { sandbox: readPolicy(text, 'identity') } })
}
