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
  try {
    const plan = planPolicy(taken.board, waiting, now)
    const { written, refused } = await putPolicy(
      ports,
      { board: taken.board, name, waiting, plan },
      options,
    )
    const acknowledgedAt = ports.clock.now()
    const { kind, entries } = written
    // A managed policy that could not be attached exists all the same.
    const left = leftovers(name, acknowledgedAt).filter((one) => one.kind === refused)
    return await release(ports, taken, [{ name, kind, entries, acknowledgedAt }, ...left], written)
  } catch (error) {
    // Whether or not it is in IAM: it denies nothing wrong, and is removed later.
    await release(ports, taken, leftovers(name, ports.clock.now()))
    throw error
  }
}

interface PolicyJob {
  readonly board: Board
  readonly name: string
  readonly waiting: readonly DenyEntry[]
  readonly plan: PolicyPlan
}

/** Writes the policy as planned, or as the other kind when the planned one has no room. */
async function putPolicy(
  { policies, clock }: RevocationPorts,
  { board, name, waiting, plan }: PolicyJob,
  options: CallOptions,
): Promise<{ readonly written: PolicyPlan; readonly refused?: DenyPolicy['kind'] }> {
  let refused: DenyPolicy['kind'] | undefined
  for (let attempt = 1, next = plan; ; attempt++) {
    try {
      const document = denyDocument(next.entries)
      if (next.kind === 'inline') await policies.putInline(board.target, name, document, options)
      else await policies.attachManaged(board.target, name, document, options)
      return { written: next, ...(refused && { refused }) }
    } catch (error) {
      const full = isDaypassError(error, 'aws-limit-exceeded')
      if (full && refused === undefined) {
        refused = next.kind
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
  const { target, policies: before } = taken.board
  const now = ports.clock.now()
  const policies = before.map((policy) =>
    plan?.supersedes.includes(policy.name) === true ? { ...policy, supersededAt: now } : policy,
  )
  const next = { target, policies: [...policies, ...written] }
  const stored = await ports.store.writeBoard(next, taken)
  return stored === 'conflict' ? undefined : stored
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
