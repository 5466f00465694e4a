import { earlier, secondsAfter, serversTime } from '../clock.ts'
import { learnTime, requireTime } from '../learn-time.ts'
import { isDaypassError } from '../errors.ts'
import type { CallOptions } from '../call-options.ts'
import { mayPass } from '../insist.ts'
import { defined } from '../language/defined.ts'
import { changeLedger } from './change-ledger.ts'
import {
  type DenyLedger,
  type DenyPolicy,
  WRITER_SECONDS,
  emptyLedger,
  isBeingWritten,
  removable,
} from './deny-ledger.ts'
import { endInName, endingWriter } from './deny-name.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { type PolicyPlan, planInline, planManaged, planPolicy, unpublished } from './plan-policy.ts'
import type { DenyPorts, StoredLedger } from './ports.ts'
import { putPolicy } from './put-policy.ts'
import { clearPolicies } from './remove-policies.ts'

/** How long a writer that is not alone waits for others, to write for all of them at once. */
const GATHER_MILLISECONDS = 400

const TRIES_MAX = 4

/**
 * Marks the ledger as being written; undefined when another process was faster. What the writer before may
 * have left in IAM, under the name that its mark told, is put on the list for removal.
 *
 * @param options - `end`: after which the policy is of no use; its name says so then, and it is written for sessions that end by
 * then alone.
 * @throws `aws-unavailable` where no server tells the time, and what AWS answers.
 */
export async function takeLedger(
  ports: DenyPorts,
  target: DenyTarget,
  before: StoredLedger | undefined,
  { end, ...options }: CallOptions & { readonly end?: Date | undefined },
): Promise<StoredLedger | undefined> {
  const now = await requireTime(ports, options)
  const ledger = dispossess(before?.ledger ?? emptyLedger(target), now)
  const random = Buffer.from(ports.random(9)).toString('hex')
  const id = end === undefined ? random : endingWriter(end, random)
  const marked = { ...ledger, writer: { id, until: secondsAfter(now, WRITER_SECONDS) } }
  const stored = await ports.store.writeLedger(marked, before)
  return stored === 'conflict' ? undefined : stored
}

/** So many policies that are needed no more take the room of what is to be written: they go first, and not beside it. */
const CROWDED = 5

/**
 * Writes one deny policy for what waits, in IAM first and then on the ledger, and removes some that are needed no more: no
 * sweep may ever come. The mark is the caller's and is gone afterwards. Death midway leaves a policy that denies only
 * what was revoked anyway, and on the ledger what is gone.
 *
 * @throws what IAM answers; `aws-limit-exceeded` when neither kind of policy has room.
 */
export async function writePolicy(
  ports: DenyPorts,
  taken: StoredLedger,
  options: CallOptions,
): Promise<StoredLedger | undefined> {
  const waiting = await gather(ports, taken.ledger, options)
  if (waiting.length === 0)
    return await release(ports, taken, { written: [], cleared: [] }, options)
  const now = serversTime(ports.clock)
  const name = policyName(taken.ledger)
  const clearing = clearPolicies(ports, taken.ledger, options)
  const isCrowded = removable(taken.ledger, now).length >= CROWDED
  const ledger = isCrowded ? withoutPolicies(taken.ledger, await clearing) : taken.ledger
  const perhapsThere = new Set<DenyPolicy['kind']>()
  // Nobody would find a managed policy again without a ledger.
  const isInlineOnly = endInName(name) !== undefined
  const plan = isInlineOnly ? planInline(ledger, waiting) : planPolicy(ledger, waiting, now)
  const job = { ledger, name, waiting, plan, isInlineOnly, perhapsThere }
  // What may be in IAM without being needed denies nothing wrong, and is removed later.
  const left = (now: Date): readonly DenyPolicy[] =>
    leftovers(name, now).filter(({ kind }) => perhapsThere.has(kind))
  const [put, gone] = await Promise.allSettled([putAsPlanned(ports, job, options), clearing])
  const cleared = gone.status === 'fulfilled' ? gone.value : []
  if (put.status === 'rejected') {
    // Whoever finds the mark run out puts on the list what is not put there now.
    const refused = await learnTime(ports, {})
    if (refused !== undefined) await release(ports, taken, { written: left(refused), cleared }, {})
    throw put.reason
  }
  const { kind, entries } = put.value
  const acknowledgedAt = await requireTime(ports, options)
  const policy = { name, kind, entries, acknowledgedAt }
  const written = [policy, ...left(acknowledgedAt)]
  return await release(ports, taken, { written, cleared, plan: put.value }, options)
}

interface PolicyJob {
  readonly ledger: DenyLedger
  readonly name: string
  readonly waiting: readonly DenyEntry[]
  readonly plan: PolicyPlan
  readonly isInlineOnly: boolean
  /** Kinds of policies that a failed try may have left under the name. */
  readonly perhapsThere: Set<DenyPolicy['kind']>
}

/** Writes the policy as planned, or as the other kind when the planned one has no room. */
async function putAsPlanned(
  { policies, clock }: DenyPorts,
  { ledger, name, waiting, plan, isInlineOnly, perhapsThere }: PolicyJob,
  options: CallOptions,
): Promise<PolicyPlan> {
  for (let attempt = 1, next = plan; ; attempt++) {
    try {
      await putPolicy(policies, ledger.target, { name, ...next }, options)
      perhapsThere.delete(next.kind)
      return next
    } catch (error) {
      // A managed policy may be made and not attached; an inline one that is refused is not there.
      if (next.kind === 'managed' || !isRefusal(error)) perhapsThere.add(next.kind)
      const full = isDaypassError(error, 'aws-limit-exceeded')
      if (full && next === plan && !isInlineOnly) {
        next =
          next.kind === 'inline'
            ? planManaged(ledger, waiting, [], serversTime(clock))
            : planInline(ledger, waiting)
      } else if (full || attempt === TRIES_MAX || !mayPass(error)) throw error
      else await clock.sleep(200 * 2 ** attempt, options.signal)
    }
  }
}

async function gather(
  ports: DenyPorts,
  ledger: DenyLedger,
  options: CallOptions,
): Promise<readonly DenyEntry[]> {
  const end = endInName(policyName(ledger))
  const look = async () => {
    const tombstones = await ports.store.tombstones(ledger.target)
    const meant = tombstones.filter(({ until }) => end === undefined || until <= end)
    return unpublished(ledger, meant, serversTime(ports.clock))
  }
  const waiting = await look()
  if (waiting.length < 2) return waiting
  await ports.clock.sleep(GATHER_MILLISECONDS, options.signal)
  return await look()
}

/**
 * Takes the mark off and notes what was written. If somebody else has taken the ledger meanwhile, nothing
 * is noted: they count what this process wrote as left over, and its entries as still waiting.
 */
async function release(
  ports: DenyPorts,
  taken: StoredLedger,
  done: Done,
  options: CallOptions,
): Promise<StoredLedger | undefined> {
  const now = await requireTime(ports, options)
  const isOurs = (ledger: DenyLedger) => ledger.writer?.id === taken.ledger.writer?.id
  const stored = await changeLedger(ports, taken, (ledger) =>
    isOurs(ledger) ? noted(ledger, done, now) : ledger,
  )
  if (stored !== undefined || done.written.length === 0) return stored
  // Somebody removed the whole ledger: what IAM has must be on a list all the same.
  const anew = await ports.store.writeLedger(
    { target: taken.ledger.target, policies: done.written },
    undefined,
  )
  return anew === 'conflict' ? undefined : anew
}

/** What a writer did in IAM. */
interface Done {
  readonly written: readonly DenyPolicy[]
  readonly cleared: readonly Pick<DenyPolicy, 'name' | 'kind'>[]
  /** What the first of the written came of; absent where nothing was acknowledged. */
  readonly plan?: PolicyPlan
}

function noted(before: DenyLedger, { written, cleared, plan }: Done, now: Date): DenyLedger {
  const ledger = withoutPolicies(before, cleared)
  const policies = ledger.policies.map((policy) =>
    plan?.supersedes.includes(policy.name) === true ? { ...policy, supersededAt: now } : policy,
  )
  // What takes a policy is there.
  const goneSince = plan === undefined ? ledger.goneSince : undefined
  return {
    target: ledger.target,
    policies: [...policies, ...written],
    ...defined({ goneSince }),
  }
}

function withoutPolicies(
  ledger: DenyLedger,
  gone: readonly Pick<DenyPolicy, 'name' | 'kind'>[],
): DenyLedger {
  const isGone = ({ name, kind }: DenyPolicy) =>
    gone.some((one) => one.name === name && one.kind === kind)
  return { ...ledger, policies: ledger.policies.filter((policy) => !isGone(policy)) }
}

/**
 * The ledger without the mark of a writer whose time is up; what it may have left in IAM, under the name that its mark
 * announced, is put on the list for removal. The same ledger when nobody writes, or somebody still may.
 */
export function takeOver(ledger: DenyLedger, now: Date): DenyLedger {
  return isBeingWritten(ledger, now) ? ledger : dispossess(ledger, now)
}

/** The same whether its writer's time is up or not. */
function dispossess(ledger: DenyLedger, now: Date): DenyLedger {
  const { writer, ...rest } = ledger
  if (writer === undefined) return ledger
  const left = leftovers(policyName(ledger), earlier(now, writer.until))
  return { ...rest, policies: [...rest.policies, ...left] }
}

function policyName({ writer }: DenyLedger): string {
  return `daypass-deny-${writer?.id ?? ''}`
}

/** A policy that may exist, as either kind. */
function leftovers(name: string, now: Date): readonly DenyPolicy[] {
  return (['inline', 'managed'] as const).map((kind) => ({
    name,
    kind,
    entries: [],
    supersededAt: now,
  }))
}

function isRefusal(error: unknown): boolean {
  return isDaypassError(
    error,
    'aws-denied',
    'aws-rejected',
    'aws-limit-exceeded',
    'aws-throttled',
    'aws-unavailable',
    'aws-credentials-missing',
  )
}
