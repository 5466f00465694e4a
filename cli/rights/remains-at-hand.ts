import { isDaypassError } from '../../core/errors.ts'
import { beyondRoles } from '../../core/rights/beyond-roles.ts'
import type { Deployment } from '../../core/rights/deployment.ts'
import { type Remains, readRemains } from '../../core/rights/remains.ts'
import { connectSession } from '../connect.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'

/**
 * What lives in the state that was named; undefined where none was, or it does not tell. Its bucket may be made with the
 * very policies that are asked for, so what keeps it from being read is said and no failure.
 */
export async function remainsAtHand(session: Session): Promise<Remains | undefined> {
  const { settings, reporter } = session
  if (!settings.stateChosen) return undefined
  try {
    return await reporter.during(
      'reading leases',
      async () => await readRemains((await connectSession(session)).state),
    )
  } catch (error) {
    if (!isDaypassError(error) || !/^(?:state-(?!url)|aws-)/.test(error.code)) throw error
    if (error.code === 'state-not-found')
      await reporter.note('the state is not there yet: no leases were looked for')
    else
      await reporter.warn(
        `live leases were not read, and rights to take back those of roles that are gone are not printed: ${error.message}`,
      )
    return undefined
  }
}

/** Says which rights are printed for what lives though no role at hand needs them. */
export async function sayWhatRemains(
  { reporter }: Pick<Session, 'reporter'>,
  deployment: Deployment,
): Promise<void> {
  const { unreadable } = deployment.remains
  const beyond = beyondRoles(deployment)
  if (beyond.length > 0)
    await reporter.warn(
      `no role at hand needs ${beyond.join(', ')} any more, but leases or denies of it live: rights to take them back are printed. Look whether it is yours, and print the policies again when \`daypass leases\` shows none of it`,
    )
  if (unreadable > 0)
    await reporter.warn(
      `${count(unreadable, 'live lease or deny', 'live leases or denies')} cannot be read: rights for them are printed only where a role at hand needs them`,
    )
}
