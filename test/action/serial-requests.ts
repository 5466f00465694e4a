import { longestChain } from '../support/longest-chain.ts'
import type { Stage } from './stage.ts'

/** What one process asked of the network. */
export interface Asked {
  readonly requests: number
  /** Requests of the longest chain in which each waits for the one before. */
  readonly serial: number
}

/**
 * Counts the requests of a process while every answer takes so long, the ID tokens' too. Those that are under way at the same
 * time do not wait for one another; what the process itself takes between two does not count.
 */
export async function countRequests(
  { sandbox, tokens }: Pick<Stage, 'sandbox' | 'tokens'>,
  delayMs: number,
  work: () => Promise<unknown>,
): Promise<Asked> {
  const before = { sandbox: sandbox.requests.length, tokens: tokens.requestedAt.length }
  const offset = sandbox.clock.now().getTime() - Date.now()
  const remove = sandbox.faults.add({ effect: { kind: 'delay', milliseconds: delayMs } })
  tokens.delay(delayMs)
  await work()
  remove()
  tokens.delay(0)
  // The sandbox notes a request when it answers.
  const ofAws = sandbox.requests
    .slice(before.sandbox)
    .map(({ at }) => at.getTime() - offset - delayMs)
  const beginnings = [...ofAws, ...tokens.requestedAt.slice(before.tokens)]
  return { requests: beginnings.length, serial: longestChain(beginnings, delayMs) }
}
