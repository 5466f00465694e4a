import type { CallOptions } from '../call-options.ts'
import type { DaypassError } from '../errors.ts'
import { secondsAfter, serversTime } from '../clock.ts'
import { allOrFirstFailure, inParallel } from '../language/in-parallel.ts'
import { type LiveLease, PENDING_GRACE_SECONDS } from '../lease/lease.ts'
import { isDue } from '../lease/is-due.ts'
import type { ListingPorts } from '../ports.ts'
import { IAM_LAG_SECONDS } from '../revocation/deny-ledger.ts'
import { readHoldings } from './holdings.ts'
import type { ListedThing } from './iam-lists.ts'
import { INVENTORY_WORDS, type InventoryEntry } from './inventory-entry.ts'
import { judgeInline, judgeManaged } from './judge-denies.ts'
import { judgeRoles } from './judge-roles.ts'
import { judgeUser, looksLikeOurs } from './judge-user.ts'
import type { Taking } from './taking.ts'

/** What is daypass's in one account of IAM, or looks so, and what is missing there. */
export interface Inventory {
  /** Undefined where the endpoint does not tell. */
  readonly account: string | undefined
  /** What calls for somebody first: orphans, what is missing, strangers, what is due, what lives. */
  readonly entries: readonly InventoryEntry[]
  /** Live leases of users in other accounts, which were not looked at. */
  readonly elsewhere: number
  /** Why the store proves nothing to be dead. */
  readonly silent: DaypassError | undefined
}

const USERS_AT_ONCE = 8

/**
 * Holds what IAM lists in daypass's own account against the store. Changes nothing, in either. IAM is listed before the
 * store is read: whatever is made has its record first, so nothing that is being issued looks as if it had none.
 *
 * Asks IAM for a page for each thousand users, for the policies below daypass's path, for each thousand roles, and for
 * each role and user that carries denies; and for each user that looks like ours and that no live lease names, twice.
 *
 * @throws `aws-denied` without a right to list, and as `IamLists`. A store that cannot be read is no failure.
 */
export async function takeInventory(ports: ListingPorts, options: CallOptions): Promise<Inventory> {
  const { lists } = ports
  const [account, users, policies, roles] = await allOrFirstFailure([
    lists.account(options),
    lists.users(options),
    lists.policies(options),
    lists.roles(options),
  ])
  const held = await readHoldings(ports)
  const taking: Taking = { ports, lists, held, account, now: serversTime(ports.clock) }
  const inline: InventoryEntry[] = []
  for (const { target } of held.ledgers)
    inline.push(...(await judgeInline(taking, target, options)))
  const entries = [
    ...(await judgeUsers(taking, users, options)),
    ...judgeManaged(taking, policies),
    ...inline,
    ...judgeRoles(taking, roles),
  ]
  const order = (entry: InventoryEntry): number => INVENTORY_WORDS.indexOf(entry.word)
  return {
    account,
    entries: entries.sort((a, b) => order(a) - order(b)),
    elsewhere: [...held.leases.values()].filter((lease) => !isInAccount(taking, lease)).length,
    silent: held.silent,
  }
}

async function judgeUsers(
  taking: Taking,
  listed: readonly ListedThing[],
  options: CallOptions,
): Promise<readonly InventoryEntry[]> {
  const byName = new Map(
    [...taking.held.leases.values()].flatMap((lease) =>
      lease.principal.type === 'iam_user' && isInAccount(taking, lease)
        ? [[lease.principal.userName, lease] as const]
        : [],
    ),
  )
  const entries: InventoryEntry[] = []
  const unknown = listed.filter((user) => !byName.has(user.name) && looksLikeOurs(user))
  await inParallel(unknown, USERS_AT_ONCE, async (user) => {
    const entry = await judgeUser(taking, user, options)
    if (entry !== undefined) entries.push(entry)
  })
  const there = new Map(listed.map((user) => [user.name, user]))
  const seen = new Set(entries.map(({ lease }) => lease))
  for (const [name, lease] of byName) {
    const user = there.get(name)
    if (user !== undefined) entries.push(ofLease(taking, user, lease))
    // One that was renamed is there under its other name.
    else if (!seen.has(lease.id)) entries.push(...(await missingUser(taking, name, lease, options)))
  }
  return entries
}

function ofLease(
  { now }: Taking,
  { name, arn, createdAt }: ListedThing,
  lease: LiveLease,
): InventoryEntry {
  const facts = { kind: 'user', name, arn, createdAt, lease: lease.id } as const
  if (now === undefined || !isDue(lease, now))
    return { ...facts, word: 'live', because: 'its lease lives' }
  return { ...facts, word: 'due', because: `its lease is due since ${lease.dueAt.toISOString()}` }
}

/** Asked for by itself once more: a list may be late. What may be being made, or taken away, is not missing. */
async function missingUser(
  { lists, now }: Taking,
  name: string,
  lease: LiveLease,
  options: CallOptions,
): Promise<readonly InventoryEntry[]> {
  const shownAt = secondsAfter(lease.issuedAt, PENDING_GRACE_SECONDS + IAM_LAG_SECONDS)
  if (lease.status !== 'active' || now === undefined || now < shownAt) return []
  if ((await lists.user(name, options)) !== undefined) return []
  const { principal } = lease
  const key = principal.type === 'iam_user' ? principal.accessKeyId : undefined
  const holder = key === undefined ? undefined : await lists.holderOf(key, options)
  const facts = { kind: 'user', lease: lease.id } as const
  return holder === undefined
    ? [{ ...facts, name, word: 'missing', because: 'its lease lives, and IAM does not show it' }]
    : [{ ...facts, name: holder, word: 'live', because: `its lease lives, and calls it ${name}` }]
}

function isInAccount({ account }: Taking, { principal }: LiveLease): boolean {
  if (principal.type !== 'iam_user' || principal.account === undefined) return true
  return account === undefined || principal.account === account
}
