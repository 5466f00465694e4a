import { secondsAfter, serversTime } from '../clock.ts'
import type { CallOptions } from '../call-options.ts'
import { isDaypassError } from '../errors.ts'
import { requireTime } from '../learn-time.ts'
import { changeLedger } from './change-ledger.ts'
import type { Denial, DenyTarget } from './deny-entry.ts'
import { type DenyLedger, type DenyPolicy, IAM_LAG_SECONDS, isOver } from './deny-ledger.ts'
import { mayMeanGone } from './gone-target.ts'
import { clearEnded } from './remove-policies.ts'
import type { DenyKind, DenyPorts, StoredLedger } from './ports.ts'
import { putPolicy } from './put-policy.ts'

/** What looking after policies that somebody removed came to. */
export interface Restoration {
  /** How many were not there any more. */
  readonly tampered: number
  /** The ledger afterwards. */
  readonly stored: StoredLedger | undefined
}

/**
 * Looks whether IAM still has the policies of a ledger that deny somebody, and writes those again that somebody else has
 * removed, under their names. What others wrote without a record and is over by its name is removed in passing. One list for each kind that there is. Whatever is too young to be seen for certain is left
 * alone, and so is everything where IAM does not tell. The sessions of one that cannot be written again wait for another.
 *
 * @throws what IAM answers to the list.
 */
export async function restoreMissing(
  ports: DenyPorts,
  before: StoredLedger | undefined,
  options: CallOptions,
): Promise<Restoration> {
  const now = serversTime(ports.clock)
  if (before === undefined || now === undefined) return { tampered: 0, stored: before }
  const { target, policies } = before.ledger
  const expected = policies.filter((policy) => isExpected(policy, now))
  const missing: DenyPolicy[] = []
  for (const kind of new Set(expected.map((policy) => policy.kind))) {
    const names = await askNames(ports, target, kind, options)
    if (names === undefined) continue
    if (kind === 'inline') await clearEnded(ports, target, names, options)
    missing.push(...expected.filter((policy) => policy.kind === kind && !names.has(policy.name)))
  }
  return await restore(ports, before, missing, options)
}

/** What is gone itself is found by whoever writes there. */
async function askNames(
  { policies }: DenyPorts,
  target: DenyTarget,
  kind: DenyKind,
  options: CallOptions,
): Promise<ReadonlySet<string> | undefined> {
  try {
    return await policies.names(target, kind, options)
  } catch (error) {
    if (!mayMeanGone(error)) throw error
    return undefined
  }
}

/**
 * Writes the policies again that deny one session, whether they are still there or not: IAM cannot say at once what
 * somebody has removed. One that cannot be written counts as denying nobody.
 */
export async function renewDeny(
  ports: DenyPorts,
  { target, entry }: Denial,
  options: CallOptions,
): Promise<void> {
  const stored = await ports.store.readLedger(target)
  const holding = stored?.ledger.policies.filter(
    ({ acknowledgedAt, entries }) =>
      acknowledgedAt !== undefined && entries.some(({ name }) => name === entry.name),
  )
  await restore(ports, stored, holding ?? [], options)
}

function isExpected({ acknowledgedAt, entries }: DenyPolicy, now: Date): boolean {
  return (
    acknowledgedAt !== undefined &&
    secondsAfter(acknowledgedAt, IAM_LAG_SECONDS) <= now &&
    entries.some((entry) => !isOver(entry, now))
  )
}

/**
 * They count as not acknowledged first: from then on their sessions wait for a deny, also if the process dies. What cannot
 * be written is left to whoever writes for those that wait.
 */
async function restore(
  ports: DenyPorts,
  before: StoredLedger | undefined,
  lost: readonly DenyPolicy[],
  options: CallOptions,
): Promise<Restoration> {
  if (lost.length === 0) return { tampered: 0, stored: before }
  const now = await requireTime(ports, options)
  let stored = await changeLedger(ports, before, (ledger) => withdraw(ledger, lost, now))
  const ours = stored?.ledger.policies.filter(({ missingSince }) => sameTime(missingSince, now))
  for (const policy of ours ?? []) {
    // Others deny its sessions as well.
    if (policy.supersededAt !== undefined) continue
    try {
      if (stored !== undefined)
        await putPolicy(ports.policies, stored.ledger.target, policy, options)
      const acknowledgedAt = await requireTime(ports, options)
      stored = await changeLedger(ports, stored, (ledger) =>
        acknowledge(ledger, policy, acknowledgedAt),
      )
    } catch (thrown) {
      if (!isDaypassError(thrown)) throw thrown
    }
  }
  return { tampered: ours?.length ?? 0, stored }
}

/** What was to go because one of them replaces it stays until that one has taken hold again. */
function withdraw(ledger: DenyLedger, lost: readonly DenyPolicy[], now: Date): DenyLedger {
  const isLost = ({ name, kind, acknowledgedAt }: DenyPolicy) =>
    lost.some(
      (one) =>
        one.name === name && one.kind === kind && sameTime(one.acknowledgedAt, acknowledgedAt),
    )
  if (!ledger.policies.some(isLost)) return ledger
  const policies = ledger.policies.map((policy) => {
    const { acknowledgedAt, ...rest } = policy
    if (acknowledgedAt !== undefined && isLost(policy)) return { ...rest, missingSince: now }
    const isReplaced = policy.supersededAt !== undefined && policy.entries.length > 0
    return isReplaced ? { ...policy, supersededAt: now } : policy
  })
  return { ...ledger, policies }
}

function acknowledge(
  ledger: DenyLedger,
  { name, kind }: DenyPolicy,
  acknowledgedAt: Date,
): DenyLedger {
  const policies = ledger.policies.map((policy) => {
    const { missingSince, ...rest } = policy
    if (missingSince === undefined || rest.name !== name || rest.kind !== kind) return policy
    return { ...rest, acknowledgedAt }
  })
  return { ...ledger, policies }
}

function sameTime(one: Date | undefined, other: Date | undefined): boolean {
  return one !== undefined && one.getTime() === other?.getTime()
}
