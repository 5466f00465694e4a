import { secondsAfter } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import type { CallOptions } from '../ports.ts'
import { type Board, type DenyPolicy, emptyBoard } from './board.ts'
import { denyDocument } from './deny-document.ts'
import type { DenyEntry, DenyTarget } from './deny-entry.ts'
import { type PolicyPlan, planInline, planManaged, planPolicy, unpublished } from './plan-policy.ts'
import type { RevocationPorts, StoredBoard } from './ports.ts'

/** How long a writer has before another may step in. Safety does not rest on it. */
const WRITER_SECONDS = 30

/** How long a writer that is not alone waits for others, to write for all of them at once. */
const GATHER_MILLISECONDS = 400

const TRIES_MAX = 4

/**
 * Marks the board as being written; undefined when another process was faster. What a dead writer may
 * have left in IAM, under the name that its mark told, is put on the list for removal.
 */
export async function takeBoard(
  ports: RevocationPorts,
  target: DenyTarget,
  before: StoredBoard | undefined,
): Promise<StoredBoard | undefined> {
  const now = ports.clock.now()
  const board = withoutWriter(before?.board ?? emptyBoard(target), now)
  const id = Buffer.from(ports.random(9)).toString('hex')
  const marked = { ...board, writer: { id, until: secondsAfter(now, WRITER_SECONDS) } }
  const stored = await ports.store.writeBoard(marked, before)
  return stored === 'conflict' ? undefined : stored
}

/**
 * Writes one deny policy for what waits, in IAM first and then on the board. The mark is the caller's and
 * is gone afterwards. Nothing is removed here, so nothing can be un-revoked; death midway leaves a policy
 * that denies only what was revoked anyway.
 *
 * @throws what IAM answers; `aws-limit-exceeded` when neither kind of policy has room.
 */
export async function writePolicy(
  ports: RevocationPorts,
  taken: StoredBoard,
  options: CallOptions,
): Promise<StoredBoard | undefined> {
  const waiting = await gather(ports, taken.board, options)
  if (waiting.length === 0) return await release(ports, taken, [])
  const now = ports.clock.now()
  const name = policyName(taken.board)
  const job: PolicyJob = {
    board: taken.board,
    name,
    waiting,
    plan: planPolicy(taken.board, waiting, now),
    perhapsThere: new Set(),
  }
  // What may be in IAM without being needed denies nothing wrong, and is removed later.
  const left = (): readonly DenyPolicy[] =>
    leftovers(name, ports.clock.now()).filter(({ kind }) => job.perhapsThere.has(kind))
  let written: PolicyPlan
  try {
    written = await putPolicy(ports, job, options)
  } catch (error) {
    await release(ports, taken, left())
    throw error
  }
  const { kind, entries } = written
  const policy = { name, kind, entries, acknowledgedAt: ports.clock.now() }
  return await release(ports, taken, [policy, ...left()], written)
}

interface PolicyJob {
  readonly board: Board
  readonly name: string
  readonly waiting: readonly DenyEntry[]
  readonly plan: PolicyPlan
  /** Kinds of policies that a failed try may have left under the name. */
  readonly perhapsThere: Set<DenyPolicy['kind']>
}

/** Writes the policy as planned, or as the other kind when the planned one has no room. */
async function putPolicy(
  { policies, clock }: RevocationPorts,
  { board, name, waiting, plan, perhapsThere }: PolicyJob,
  options: CallOptions,
): Promise<PolicyPlan> {
  for (let attempt = 1, next = plan; ; attempt++) {
    try {
      const document = denyDocument(next.entries)
      if (next.kind === 'inline') await policies.putInline(board.target, name, document, options)
      else await policies.attachManaged(board.target, name, document, options)
      perhapsThere.delete(next.kind)
      return next
    } catch (error) {
      // A managed policy may be made and not attached; an inline one that is refused is not there.
      if (next.kind === 'managed' || !isRefusal(error)) perhapsThere.add(next.kind)
      const full = isDaypassError(error, 'aws-limit-exceeded')
      if (full && next === plan) {
        next =
          next.kind === 'inline'
            ? planManaged(board, waiting, [], clock.now())
            : planInline(board, waiting)
      } else if (full || attempt === TRIES_MAX || !mayPass(error)) throw error
      else await clock.sleep(200 * 2 ** attempt, options.signal)
    }
  }
}

async function gather(
  ports: RevocationPorts,
  board: Board,
  options: CallOptions,
): Promise<readonly DenyEntry[]> {
  const look = async () =>
    unpublished(board, await ports.store.buried(board.target), ports.clock.now())
  const waiting = await look()
  if (waiting.length < 2) return waiting
  await ports.clock.sleep(GATHER_MILLISECONDS, options.signal)
  return await look()
}

/**
 * Takes the mark off and notes what was written. If somebody else has taken the board meanwhile, nothing
 * is noted: they count what this process wrote as left over, and its entries as still waiting.
 */
async function release(
  ports: RevocationPorts,
  taken: StoredBoard,
  written: readonly DenyPolicy[],
  plan?: PolicyPlan,
): Promise<StoredBoard | undefined> {
  const now = ports.clock.now()
  const { target, writer } = taken.board
  for (let before = taken; ;) {
    const policies = before.board.policies.map((policy) =>
      plan?.supersedes.includes(policy.name) === true ? { ...policy, supersededAt: now } : policy,
    )
    const next = { target, policies: [...policies, ...written] }
    const stored = await ports.store.writeBoard(next, before)
    if (stored !== 'conflict') return stored
    const found = await ports.store.readBoard(target)
    // Somebody may have removed old policies meanwhile: the mark is still ours then.
    if (found === undefined || found.board.writer?.id !== writer?.id) return undefined
    before = found
  }
}

function withoutWriter(board: Board, now: Date): Board {
  const { writer, ...rest } = board
  if (writer === undefined) return rest
  return { ...rest, policies: [...rest.policies, ...leftovers(policyName(board), now)] }
}

function policyName({ writer }: Board): string {
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

function mayPass(error: unknown): boolean {
  return isDaypassError(error, 'outcome-unknown', 'aws-throttled', 'aws-unavailable')
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
