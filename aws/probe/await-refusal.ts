import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/call-options.ts'
import type { LeaseProbe, Sight } from './lease-probe.ts'

/** Whether AWS was seen to refuse revoked credentials. */
export type Verified =
  | { readonly verified: true; readonly since: Date }
  | { readonly verified: false; readonly reason: string }

/** How {@link awaitRefusal} looks. */
export interface RefusalWatch {
  readonly clock: Clock
  /** What the look showed before the credentials were revoked. */
  readonly before: Sight
  /** How long to look. */
  readonly seconds: number
}

/** So many refusals in a row, each over a new connection, are taken for all: hosts learn of a change one by one. */
const IN_A_ROW = 3

const FIRST_PAUSE_MS = 200
const PAUSE_MAX_MS = 2000

/** What each look before leaves as proof afterwards: only what was not seen then. */
const PROOFS: Readonly<Record<Sight, readonly Sight[]>> = {
  allowed: ['no-right', 'denied', 'unknown-key'],
  'no-right': ['denied', 'unknown-key'],
  denied: ['unknown-key'],
  'unknown-key': ['unknown-key'],
  unclear: ['denied', 'unknown-key'],
}

/**
 * Looks with revoked credentials until AWS refuses them three times in a row, for so many seconds at the most.
 * The first look comes at once, the next after 0.2 s, then ever longer up to 2 s. Answers since when; that
 * other services and regions follow, only their own refusals show.
 */
export async function awaitRefusal(
  probe: LeaseProbe,
  { clock, before, seconds }: RefusalWatch,
  options: CallOptions,
): Promise<Verified> {
  const end = clock.now().getTime() + seconds * 1000
  let since: Date | undefined
  for (let pause = FIRST_PAUSE_MS, row = 0; ; pause = Math.min(pause * 1.5, PAUSE_MAX_MS)) {
    const at = clock.now()
    const sight = await probe(options)
    if (PROOFS[before].includes(sight)) {
      since = row === 0 ? at : since
      row += 1
      if (since !== undefined && row === IN_A_ROW) return { verified: true, since }
    } else {
      row = 0
      since = undefined
    }
    if (clock.now().getTime() + pause > end) {
      return { verified: false, reason: reasonOf(before, sight, seconds) }
    }
    await clock.sleep(pause, options.signal)
  }
}

function reasonOf(before: Sight, last: Sight, seconds: number): string {
  if (before === 'denied' && last === 'denied') {
    return 'another policy denies s3:ListAllMyBuckets anyway, so looking at it tells nothing'
  }
  switch (last) {
    case 'allowed':
      return `AWS accepted the credentials for ${seconds} s`
    case 'unclear':
      return `AWS gave no clear answer within ${seconds} s`
    case 'no-right':
      return `no deny was seen within ${seconds} s`
    case 'denied':
    case 'unknown-key':
      return `AWS did not refuse them three times in a row within ${seconds} s`
  }
}
