import { secondsAfter } from '../clock.ts'
import { isDaypassError } from '../errors.ts'
import type { CallOptions } from '../ports.ts'
import { type Board, type DenyPolicy, emptyBoard } from './board.ts'
import { denyDocument } from './deny-document.ts'
import type { DenyTarget } from './deny-entry.ts'
import { type PolicyPlan, planManaged, planPolicy, unpublished } from './plan-policy.ts'
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
  const { target } = taken.board
  const waiting = await gather(ports, taken.board, options)
  if (waiting.length === 0) return await release(ports, taken, [])
  const now = ports.clock.now()
  const name = policyName(taken.board)
  try {
    const plan = await putPolicy(
      ports,
      taken.board,
      name,
      planPolicy(taken.board, waiting, now),
      options,
    )
    return await release(
      ports,
      taken,
      [{ name, kind: plan.kind, entries: plan.entries, acknowledgedAt: ports.clock.now() }],
      plan,
    )
  } catch (error) {
    // Whether or not it is in IAM: it denies nothing wrong, and is removed later.
    await release(ports, taken, leftovers(name, ports.clock.now()))
    throw error
  }

  async function putPolicy(
    { policies, clock }: RevocationPorts,
    board: Board,
    policy: string,
    plan: PolicyPlan,
    call: CallOptions,
  ): Promise<PolicyPlan> {
    for (let attempt = 1, next = plan; ; attempt++) {
      try {
        const document = denyDocument(next.entries)
        if (next.kind === 'inline') await policies.putInline(target, policy, document, call)
        else await policies.attachManaged(target, policy, document, call)
        return next
      } catch (error) {
        const full = isDaypassError(error, 'aws-limit-exceeded')
        if (full && next.kind === 'inline') next = planManaged(board, waiting, [], now)
        else if (full || attempt === TRIES_MAX || !mayPass(error)) throw error
        else await clock.sleep(200 * 2 ** attempt, call.signal)
      }
    }
  }
}

async function gather(
  ports: RevocationPorts,
  board: Board,
  options: CallOptions,
): Promise<Board['policies'][number]['entries']> {
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
  const { writer, ...board } = taken.board
  const now = ports.clock.now()
  const policies = board.policies.map((policy) =>
    plan?.supersedes.includes(policy.name) === true ? { ...policy, supersededAt: now } : policy,
  )
  const next = { ...board, policies: [...policies, ...written] }
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
