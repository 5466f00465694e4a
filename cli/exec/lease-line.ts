import { withDeadline } from '../../core/deadline.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Issuance } from '../../core/issuance/issuance.ts'
import type { IssueRequest } from '../../core/issuance/request.ts'
import { issue } from '../../core/issue.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { renew } from '../../core/renew.ts'
import { type IssuedText, revealIssued } from '../credentials/issued.ts'
import { describe } from '../error-text.ts'
import { sleepUntil } from '../leases/sleep-until.ts'
import { timeText } from '../printing/times.ts'

/** Leases of one role, one after the other, for as long as a command runs. */
export interface LeaseLine {
  /**
   * The credentials at hand: the same until a quarter of their life is left, then the next as soon as there are some, and until
   * then those that still work.
   *
   * @throws what issuing throws, when none work any more.
   */
  handOut(): Promise<IssuedText>
  /** Has the next ready in time, as long as somebody asks. Ends with the signal, when nothing is under way any more. */
  keepReady(): Promise<void>
  /** All leases so far. */
  readonly ids: readonly LeaseId[]
}

/** What a line is for. */
export interface LineOrder {
  readonly request: IssueRequest
  /** Ends the line; the leases are the caller's to revoke. */
  readonly signal: AbortSignal
  /** Hears of every issuance before it is handed out. */
  readonly issued: (issuance: Issuance) => Promise<void>
  /** Says what stands in the way of the next. */
  readonly warn: (text: string) => Promise<void>
}

/** SDKs wait a second or two for an answer. */
const PATIENCE_MS = 700
const RETRY_MIN_MS = 5000

interface State {
  lease: ActiveLease
  text: IssuedText
  /** When its present lifetime began: with its issue, or when it was renewed. */
  since: Date
  /** Before then nothing is tried again. */
  retryAt: Date
  /** Whether anybody has asked since then. */
  isWanted: boolean
  replacing: Promise<void> | undefined
}

/** Goes on from a first issuance. Asks nothing before somebody asks it. */
export function leaseLine(ports: Ports, first: Issuance, order: LineOrder): LeaseLine {
  const { clock } = ports
  const ids = [first.lease.id]
  const { issuedAt: since } = first.lease
  const state: State = {
    ...textOf(first),
    since,
    retryAt: since,
    isWanted: false,
    replacing: undefined,
  }
  const replace = (): Promise<void> =>
    (state.replacing ??= next(ports, state, order, ids).finally(() => {
      state.replacing = undefined
    }))
  const isDue = (now: Date) => now >= quarterOf(state) && now >= state.retryAt
  return {
    ids,
    handOut: async () => {
      state.isWanted = true
      const isOver = () => clock.now() >= state.lease.expiresAt
      if (isDue(clock.now()) || state.replacing !== undefined) {
        const replaced = replace()
        if (isOver()) await replaced
        else await impatiently(ports, replaced)
      }
      if (!isOver()) return state.text
      throw new DaypassError(
        'lease-ended',
        `lease ${state.lease.id} is over, and there is no next one yet`,
      )
    },
    keepReady: async () => {
      const later = () => (quarterOf(state) > state.retryAt ? quarterOf(state) : state.retryAt)
      while (await sleepUntil(clock, later(), order.signal)) {
        if (state.isWanted) await replace().catch(() => undefined)
        else state.retryAt = new Date(clock.now().getTime() + RETRY_MIN_MS)
      }
      await state.replacing?.catch(() => undefined)
    },
  }
}

function textOf(issuance: Issuance): Pick<State, 'lease' | 'text'> {
  return { lease: issuance.lease, text: revealIssued(issuance) }
}

/** When a quarter is left. */
function quarterOf({ lease, since }: State): Date {
  const end = lease.expiresAt.getTime()
  return new Date(end - (end - since.getTime()) / 4)
}

async function impatiently({ clock }: Ports, work: Promise<void>): Promise<void> {
  await withDeadline(clock, { milliseconds: PATIENCE_MS }, async (enough) => {
    const patience = new Promise<void>((resolve) => {
      enough.addEventListener('abort', () => {
        resolve()
      })
    })
    await Promise.race([work.catch(() => undefined), patience])
  })
}

/** Renews a user while its role allows it, and issues the next lease otherwise. */
async function next(ports: Ports, state: State, order: LineOrder, ids: LeaseId[]): Promise<void> {
  const { signal, request } = order
  const now = ports.clock.now()
  try {
    if (isRenewable(state, now)) {
      const incrementSeconds = state.text.ttlSeconds
      const { lease } = await renew(ports, state.lease.id, { incrementSeconds, signal })
      Object.assign(state, { lease, text: { ...state.text, expiresAt: timeText(lease.expiresAt) } })
    } else {
      const issuance = await issue(ports, { ...request, mfaCode: undefined }, { signal })
      ids.push(issuance.lease.id)
      await order.issued(issuance)
      Object.assign(state, textOf(issuance))
    }
    Object.assign(state, { since: now, isWanted: false })
  } catch (error) {
    const left = state.lease.expiresAt.getTime() - now.getTime()
    state.retryAt = new Date(now.getTime() + Math.max(left / 4, RETRY_MIN_MS))
    if (!signal.aborted) await order.warn(failureText(state, error))
    throw error
  }
}

function isRenewable({ lease, since }: State, now: Date): boolean {
  const lifetime = lease.expiresAt.getTime() - since.getTime()
  const more = lease.maxExpiresAt.getTime() - lease.expiresAt.getTime()
  return lease.credentialType === 'iam_user' && lease.expiresAt > now && more > lifetime / 4
}

function failureText({ lease }: State, error: unknown): string {
  const end = timeText(lease.expiresAt)
  return `no next credentials of role ${lease.role}: ${describe(error).message}; those at hand end at ${end}, and daypass tries again`
}
