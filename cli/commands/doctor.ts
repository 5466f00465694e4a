import { jsonText } from '../../core/language/json-text.ts'
import { checkAws, checkClock, checkRoles, checkState } from '../doctor/checks.ts'
import { checkProfiles } from '../doctor/profiles.ts'
import { checkRemains } from '../doctor/remains.ts'
import { checkSweeps } from '../doctor/sweeps.ts'
import { checkUsers } from '../doctor/users.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findingLines } from '../printing/finding-lines.ts'
import { serverClock } from '../../core/server-clock.ts'
import type { Session } from '../session.ts'

/** Checks the set-up and prints what it found, each with its cure. */
export async function doctorCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const checks = [
    checkState,
    checkAws,
    checkSweeps,
    checkUsers,
    checkRoles,
    checkRemains,
    checkProfiles,
    checkClock,
  ]
  // What is wrong with the clock is one of the findings, and no warning besides.
  const own = { ...session, clock: serverClock(context.clock) }
  const work = () => Promise.all(checks.map(async (check) => await check(own)))
  const found = (await reporter.during('looking', work)).flat()
  await context.stdout.write(
    settings.json ? jsonText({ checks: found }) : findingLines(session, found),
  )
  return found.some(({ status }) => status === 'failed') ? EXIT.partial : EXIT.ok
}
