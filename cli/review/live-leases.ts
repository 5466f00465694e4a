import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { liveLeasesUnder } from '../../review/reading/live-leases.ts'
import type { LiveLeases } from '../../review/model/review.ts'
import type { RoleComparison } from '../../review/model/comparison.ts'
import { connectSession } from '../connect.ts'
import type { Session } from '../session.ts'

/**
 * The leases that live under definitions which a change replaces. Undefined where nobody named a state: leases of this
 * very machine say nothing about a repository's roles. A state that cannot be read is reported, and no reason to fail.
 */
export async function readLiveLeases(
  session: Session,
  roles: readonly RoleComparison[],
): Promise<readonly LiveLeases[] | undefined> {
  const { settings, reporter } = session
  if (!settings.stateChosen) return undefined
  try {
    const { leases: store } = (await connectSession(session)).state
    return await reporter.during('reading leases', () => liveLeasesUnder(store, roles))
  } catch (error) {
    if (!isDaypassError(error) || !isOfState(error)) throw error
    await reporter.warn(`live leases were not read: ${error.message}`)
    return undefined
  }
}

function isOfState({ code }: DaypassError): boolean {
  return code.startsWith('state-') || code.startsWith('aws-')
}
