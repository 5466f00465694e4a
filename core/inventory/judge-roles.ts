import { DEFAULT_USER_PATH } from '../role/daypass-limits.ts'
import { type DenyTarget, denyTargetOf } from '../revocation/deny-entry.ts'
import type { ListedThing } from './iam-lists.ts'
import type { InventoryEntry } from './inventory-entry.ts'
import { isHere } from './judge-denies.ts'
import type { Taking } from './taking.ts'

/**
 * Gives roles their words: those of which sessions live or that carry denies, there or not, and what else lies below
 * daypass's path, where daypass itself makes roles only to prove what AWS does.
 */
export function judgeRoles(
  taking: Taking,
  listed: readonly ListedThing[],
): readonly InventoryEntry[] {
  const needed = new Map(neededRoles(taking).map((target) => [target.arn, target]))
  const there = new Map(listed.map((role) => [role.arn, role]))
  const strangers = listed.filter(
    ({ arn, path }) => path.startsWith(DEFAULT_USER_PATH) && !needed.has(arn),
  )
  return [
    ...[...needed.keys()].map((arn): InventoryEntry => {
      const role = there.get(arn)
      const name = arn.split('/').at(-1) ?? arn
      const facts = { kind: 'role', name } as const
      return role === undefined
        ? { ...facts, arn, word: 'missing', because: 'sessions of it may live, or denies' }
        : { ...facts, arn, createdAt: role.createdAt, word: 'live', because: 'sessions or denies' }
    }),
    ...strangers.map(({ name, arn, createdAt }) => {
      const because = 'no lease and no deny is of it'
      return { kind: 'role', name, arn, createdAt, word: 'stranger', because } as const
    }),
  ]
}

function neededRoles(taking: Taking): readonly DenyTarget[] {
  const { leases, ledgers } = taking.held
  const ofLeases = [...leases.values()].flatMap(({ principal }) =>
    principal.type === 'assumed_role' ? (denyTargetOf(principal.roleArn) ?? []) : [],
  )
  const all = [...ofLeases, ...ledgers.map(({ target }) => target)]
  return all.filter((target) => target.kind === 'role' && isHere(taking, target))
}
