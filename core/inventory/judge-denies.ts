import { parseArn } from '../arn.ts'
import type { CallOptions } from '../call-options.ts'
import { secondsAfter } from '../clock.ts'
import { CONSOLE_SECONDS_MAX, SESSION_SECONDS_MAX, SKEW_SECONDS } from '../lease/session-limits.ts'
import { type DenyPolicy, IAM_LAG_SECONDS, isOver } from '../revocation/deny-ledger.ts'
import type { DenyTarget } from '../revocation/deny-entry.ts'
import { DENY_NAME_PATTERN, endInName } from '../revocation/deny-name.ts'
import { mayMeanGone } from '../revocation/gone-target.ts'
import type { DenyKind } from '../revocation/ports.ts'
import type { ListedThing } from './iam-lists.ts'
import type { InventoryEntry } from './inventory-entry.ts'
import type { Taking } from './taking.ts'

/** What a policy denies was issued before it was made: so long after it, all of that is over, whosoever it was. */
const DENY_SECONDS_MAX = SESSION_SECONDS_MAX + CONSOLE_SECONDS_MAX + SKEW_SECONDS

type Found = Pick<InventoryEntry, 'name' | 'arn' | 'on' | 'createdAt'>

/**
 * Gives the managed policies below daypass's path their words, and those of the ledgers that IAM does not list. An orphan
 * is in no ledger, and so old that every session that it can deny is over.
 */
export function judgeManaged(
  taking: Taking,
  listed: readonly ListedThing[],
): readonly InventoryEntry[] {
  const known = new Map(
    taking.held.ledgers.flatMap(({ target, ledger }) =>
      isHere(taking, target) && ledger !== 'unreadable'
        ? (ledger?.policies ?? []).flatMap((policy) =>
            policy.kind === 'managed' ? [[policy.name, policy] as const] : [],
          )
        : [],
    ),
  )
  const names = new Set(listed.map(({ name }) => name))
  return [
    ...listed.map((policy) => judge(taking, policy, known.get(policy.name))),
    ...[...known.values()].filter(({ name }) => !names.has(name)).flatMap(missing(taking)),
  ]
}

function judge(
  taking: Taking,
  { name, arn, createdAt }: ListedThing,
  policy: DenyPolicy | undefined,
): InventoryEntry {
  const found = { name, arn, createdAt }
  if (policy !== undefined) return known(taking, found, policy)
  const overAt = secondsAfter(createdAt, DENY_SECONDS_MAX)
  const isDead = isPast(taking, overAt) || isEnded(taking, name)
  return unknown(taking, found, isDead, { of: 'policy', arn })
}

/**
 * The same for the inline denies of one role or user; nothing where IAM does not tell. They have no date: without one in
 * its name none is proven dead.
 *
 * @throws what IAM answers to the list.
 */
export async function judgeInline(
  taking: Taking,
  target: DenyTarget,
  options: CallOptions,
): Promise<readonly InventoryEntry[]> {
  if (!isHere(taking, target)) return []
  const { policies } = taking.ports.revocation.denials
  const names = await policies.names(target, 'inline', options).catch((error: unknown) => {
    if (mayMeanGone(error)) return undefined
    throw error
  })
  if (names === undefined) return []
  const ledger = taking.held.ledgers.find((one) => one.target.arn === target.arn)?.ledger
  const recorded = ledger === undefined || ledger === 'unreadable' ? [] : ledger.policies
  const inline = recorded.filter(({ kind }) => kind === 'inline')
  const kind: DenyKind = 'inline'
  const found = [...names]
    .filter((name) => DENY_NAME_PATTERN.test(name))
    .map((name) => {
      const policy = inline.find((one) => one.name === name)
      const named = { name, on: target.arn }
      if (policy !== undefined) return known(taking, named, policy)
      const removal = { of: 'deny', target, name, kind } as const
      return unknown(taking, named, isEnded(taking, name), removal)
    })
  const away = inline.filter(({ name }) => !names.has(name)).flatMap(missing(taking))
  return [...found, ...away]
}

function known({ now }: Taking, found: Found, { entries }: DenyPolicy): InventoryEntry {
  const isNeeded = entries.some((entry) => !isOver(entry, now))
  return isNeeded
    ? { kind: 'policy', ...found, word: 'live', because: 'it denies sessions that may live' }
    : { kind: 'policy', ...found, word: 'due', because: 'what it denies is over' }
}

function unknown(
  { held }: Taking,
  found: Found,
  isDead: boolean,
  removal: NonNullable<InventoryEntry['removal']>,
): InventoryEntry {
  const because = 'no ledger of this state has it'
  if (!DENY_NAME_PATTERN.test(found.name))
    return { kind: 'policy', ...found, word: 'stranger', because: 'daypass gives no such name' }
  if (!isDead || held.ledgers.some(({ ledger }) => ledger === 'unreadable')) {
    const other = `${because}, and it may deny sessions of another`
    return { kind: 'policy', ...found, word: 'stranger', because: other }
  }
  const dead = `${because}, and all that it can deny is over`
  const entry = { kind: 'policy', ...found, word: 'orphan', because: dead } as const
  return held.silent === undefined ? { ...entry, removal } : entry
}

/** One that IAM acknowledged and should show by now; the next sweep writes it again. */
function missing({ now }: Taking) {
  return ({ name, acknowledgedAt, entries }: DenyPolicy): readonly InventoryEntry[] => {
    const isShown =
      acknowledgedAt !== undefined &&
      now !== undefined &&
      secondsAfter(acknowledgedAt, IAM_LAG_SECONDS) <= now
    if (!isShown || entries.every((entry) => isOver(entry, now))) return []
    const because = 'it denies sessions that may live, and IAM does not show it'
    return [{ kind: 'policy', name, word: 'missing', because }]
  }
}

function isPast({ now }: Taking, time: Date): boolean {
  return now !== undefined && time <= now
}

function isEnded({ now }: Taking, name: string): boolean {
  const until = endInName(name)
  return until !== undefined && isOver({ name, until }, now)
}

/** Whether something is of the account that is looked at. Ceph's ARNs have none. */
export function isHere({ account }: Taking, { arn }: DenyTarget): boolean {
  const of = parseArn(arn)?.account ?? ''
  return account === undefined || of === '' || of === account
}
