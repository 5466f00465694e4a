import { isDaypassError } from '../../core/errors.ts'
import type { LiveLease } from '../../core/lease/lease.ts'
import { type Watch, watch } from '../../core/watch.ts'
import type { StoreFinding } from '../../state/objects.ts'
import { connectSession } from '../connect.ts'
import { lastSweepText, watchWarnings } from '../report/watch-text.ts'
import type { Session } from '../session.ts'

const CURE =
  'let daypass sweep run every minute somewhere, as the bootstrap module does, and read its log'

/** Looks whether somebody ends what is due. A store that nobody sweeps and that needs no sweep yet is no failure. */
export async function checkSweeps(session: Session): Promise<readonly StoreFinding[]> {
  const { state, ports } = await connectSession(session)
  const now = session.context.clock.now()
  try {
    const live: LiveLease[] = []
    for await (const lease of state.leases.list(undefined, () => undefined)) live.push(lease)
    const { mode } = ports.revocation
    const found = await watch({ ...state, mode }, { live, stuck: 0 }, now)
    return [finding(found, now)]
  } catch (error) {
    // What is wrong with the state is said by its own check.
    if (isDaypassError(error)) return []
    throw error
  }
}

function finding(found: Watch, now: Date): StoreFinding {
  const name = 'sweep'
  const warnings = watchWarnings(found)
  const last = lastSweepText(found, now)
  if (warnings.length > 0)
    return { name, status: 'failed', detail: [last, ...warnings].join('; '), cure: CURE }
  if (found.lastSweepAt === undefined) return { name, status: 'unknown', detail: last, cure: CURE }
  return { name, status: 'ok', detail: last }
}
