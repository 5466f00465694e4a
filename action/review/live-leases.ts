import { isDaypassError } from '../../core/errors.ts'
import { dialectOf } from '../../core/role/dialect-of.ts'
import { liveLeasesUnder } from '../../review/reading/live-leases.ts'
import type { LiveLeases } from '../../review/model/review.ts'
import type { RoleComparison } from '../../review/model/comparison.ts'
import { openState } from '../../state/open.ts'
import { parseStateUrl } from '../../state/state-url.ts'
import { errorLine } from '../runner/error-text.ts'
import type { Runner } from '../runner/runner.ts'
import type { ReviewSettings } from './review-settings.ts'

/**
 * The leases that live under definitions which a change replaces. Undefined without a state; one that cannot be read is
 * a warning.
 */
export async function readLiveLeases(
  { state: url, region }: Pick<ReviewSettings, 'state' | 'region'>,
  roles: readonly RoleComparison[],
  runner: Runner,
): Promise<readonly LiveLeases[] | undefined> {
  if (url === undefined) return undefined
  try {
    const { clock, random, env } = runner
    const dialect = dialectOf(env)
    const { leases } = openState(parseStateUrl(url), { clock, random, region, dialect })
    return await liveLeasesUnder(leases, roles)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    runner.warn(`live leases were not read: ${errorLine(error)}`)
    return undefined
  }
}
