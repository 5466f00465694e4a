/**
 * daypass for programs: `import { openDaypass } from 'daypass'`.
 */
import { hostname, userInfo } from 'node:os'
import { randomBytes } from 'node:crypto'
import { systemClock } from '../core/clock.ts'
import { isDaypassError } from '../core/errors.ts'
import { serverClock } from '../core/server-clock.ts'
import { open } from './open.ts'
import type { Daypass, DaypassFailure, DaypassOptions } from './program-interface.ts'

export type * from './program-interface.ts'

/**
 * Opens daypass. Nothing is read or asked before the first call. The environment is that of the process, as for any
 * program with the AWS SDK.
 *
 * @throws a {@link DaypassFailure} with the code `request-invalid` where an option means nothing, or no store is named.
 */
export function openDaypass(options: DaypassOptions = {}): Daypass {
  return open(options, {
    env: process.env,
    directory: process.cwd(),
    clock: serverClock(systemClock),
    random: randomBytes,
    host: hostname(),
    user: userName,
  })
}

/** A container's bare uid has no entry in the system's list of users. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** Whether what was thrown comes from daypass, and has a code. */
export function isDaypassFailure(error: unknown): error is DaypassFailure {
  return isDaypassError(error)
}
