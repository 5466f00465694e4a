import type { CallOptions } from '../call-options.ts'
import { secondsAfter } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import { defined } from '../language/defined.ts'
import { userNameFor } from '../issuance/names.ts'
import { type LeaseId, parseLeaseId, roleOf } from '../lease/lease-id.ts'
import { isLive } from '../lease/lease-store.ts'
import { type EndedLease, PENDING_GRACE_SECONDS } from '../lease/lease.ts'
import { DEFAULT_USER_PATH } from '../role/daypass-limits.ts'
import { IAM_LAG_SECONDS } from '../revocation/deny-ledger.ts'
import type { Holdings } from './holdings.ts'
import type { ListedThing, UserDetails } from './iam-lists.ts'
import type { InventoryEntry } from './inventory-entry.ts'
import type { Taking } from './taking.ts'

/** Names of users of leases end in the lease's 22 characters. */
const USER_NAME_PATTERN = /^daypass-.+-[A-Za-z0-9]{22}$/

/** For so long after a user was made its maker may be at it, and IAM and the store behind. */
const YOUNG_SECONDS = PENDING_GRACE_SECONDS + IAM_LAG_SECONDS

/** Whether a user looks like one of daypass's: by its name, or by where it is. */
export function looksLikeOurs({ name, path }: ListedThing): boolean {
  return USER_NAME_PATTERN.test(name) || path.startsWith(DEFAULT_USER_PATH)
}

/**
 * Gives a user its word that no live lease names. It is ours where its tag names a lease that its name follows from, or
 * whose key it has, and either this store has the record of that lease's end, or its tag says that the lease was in this
 * store. Undefined for one that is gone meanwhile.
 *
 * @throws as `IamLists` and `LeaseStore`.
 */
export async function judgeUser(
  taking: Taking,
  listed: ListedThing,
  options: CallOptions,
): Promise<InventoryEntry | undefined> {
  const user = await askFor(taking, listed, options)
  if (user === undefined) return undefined
  const { name, arn, createdAt, keys } = user
  const facts = { kind: 'user', name, arn, createdAt, ...defined({ keys }) } as const
  const lease = leaseIn(user)
  if (lease === undefined) {
    return { ...facts, word: 'stranger', because: 'no tag that may be read says whose lease it is' }
  }
  const found = await recordOf(taking, lease)
  if (found === 'live') return { ...facts, lease, word: 'live', because: 'its lease lives' }
  const isItself = user.name === userNameFor(roleOf(lease), lease) || hasKeyOf(user, found)
  if (!isItself) {
    const because = 'its name is not the one that its lease would have given it'
    return { ...facts, lease, word: 'stranger', because }
  }
  const judgement =
    found === undefined ? ofUnrecorded(taking, user, lease) : ofEnded(taking, user, lease, found)
  return { ...facts, lease, ...judgement }
}

/** Whoever renames a user does not change its key. */
function hasKeyOf({ keys }: UserDetails, ended: EndedLease | undefined): boolean {
  const principal = ended?.principal
  return (
    principal?.type === 'iam_user' &&
    keys?.some(({ accessKeyId }) => accessKeyId === principal.accessKeyId) === true
  )
}

/** A user that nobody may look at is told by what the list said. */
async function askFor(
  { lists }: Taking,
  listed: ListedThing,
  options: CallOptions,
): Promise<UserDetails | undefined> {
  try {
    return await lists.user(listed.name, options)
  } catch (error) {
    if (!isDaypassError(error, 'aws-denied')) throw error
    return { ...listed, leaseTag: undefined, storeTag: undefined, keys: undefined }
  }
}

type Judgement = Pick<InventoryEntry, 'word' | 'because' | 'removal'>

function ofEnded(taking: Taking, user: UserDetails, lease: LeaseId, ended: EndedLease): Judgement {
  const at = ended.endedAt.toISOString()
  const shownUntil = secondsAfter(ended.endedAt, IAM_LAG_SECONDS)
  if (taking.now === undefined || taking.now < shownUntil)
    return { word: 'due', because: `its lease ended at ${at}, which IAM may not show yet` }
  return orphan(taking, user, lease, `its lease ended at ${at}`)
}

function ofUnrecorded(taking: Taking, user: UserDetails, lease: LeaseId): Judgement {
  const { mark } = taking.held
  if (user.storeTag === undefined)
    return { word: 'stranger', because: 'no tag says which state its lease was in' }
  if (user.storeTag !== mark)
    return { word: 'stranger', because: `its lease is of another state: ${user.storeTag}` }
  return orphan(taking, user, lease, 'there is no record of its lease')
}

/** Left alone while it is young, and where the store is silent. */
function orphan(
  { held, now, account }: Taking,
  { name, path, createdAt, keys }: UserDetails,
  leaseId: LeaseId,
  because: string,
): Judgement {
  const oldAt = secondsAfter(createdAt, YOUNG_SECONDS)
  if (held.silent !== undefined) return { word: 'orphan', because }
  if (now === undefined || now < oldAt) {
    const left = `${because}; left alone before ${oldAt.toISOString()}, since it is young`
    return { word: 'orphan', because: left }
  }
  const user = {
    leaseId,
    userName: name,
    userPath: path,
    account,
    accessKeyId: keys?.[0]?.accessKeyId,
    madeBefore: secondsAfter(createdAt, PENDING_GRACE_SECONDS),
  }
  return { word: 'orphan', because, removal: { of: 'user', user } }
}

/** The record in the store as it is now: what was live when the list was read may have ended since. */
async function recordOf(
  { ports, held }: Taking,
  id: LeaseId,
): Promise<'live' | EndedLease | undefined> {
  if (isHeld(held, id)) return 'live'
  if (held.silent !== undefined) return undefined
  try {
    const found = await ports.leases.read(id)
    if (found === undefined) return undefined
    return isLive(found) ? 'live' : found
  } catch (error) {
    // Whatever it says, something stands there for this lease.
    if (isDaypassError(error, 'state-invalid')) return 'live'
    throw error
  }
}

function isHeld({ leases, unreadable }: Holdings, id: LeaseId): boolean {
  return leases.has(id) || unreadable.has(id)
}

function leaseIn({ leaseTag }: UserDetails): LeaseId | undefined {
  try {
    return leaseTag === undefined ? undefined : parseLeaseId(leaseTag)
  } catch (error) {
    if (isDaypassError(error, 'request-invalid')) return undefined
    throw error
  }
}
