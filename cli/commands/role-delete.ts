import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { State } from '../../state/open.ts'
import { connectSession } from '../connect.ts'
import { describe, usageError } from '../error-text.ts'
import { count } from '../printing/plain-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { Session } from '../session.ts'

/** Removes roles from the state; goes on past one that is not there. */
export async function roleDeleteCommand(
  session: Session,
  names: readonly string[],
): Promise<number> {
  const { context, settings, reporter } = session
  const wrong = names.find((name) => !ROLE_NAME_PATTERN.test(name))
  if (wrong !== undefined) throw usageError(`${JSON.stringify(wrong)} is not a role name`)
  const { roles, leases } = (await connectSession(session)).state
  const deleted: string[] = []
  let exit: number = EXIT.ok
  for (const name of new Set(names)) {
    if (!(await isThere(roles, name))) {
      const error = describe(
        new DaypassError('role-not-found', `there is no role ${name} in the state`),
      )
      await reporter.fail(error)
      exit = names.length === 1 ? error.exit : EXIT.partial
      continue
    }
    await roles.remove(name)
    deleted.push(name)
    if (!settings.json) await context.stdout.write(`${name} deleted\n`)
    await sayWhatLives(session, leases, name)
  }
  if (settings.json) await context.stdout.write(jsonText({ deleted }))
  return exit
}

/** So many are counted. */
const COUNTED_MAX = 1000

async function sayWhatLives(
  { reporter }: Session,
  leases: State['leases'],
  name: string,
): Promise<void> {
  const live = await leases.count(name, COUNTED_MAX)
  if (live === 0) return
  const many = live === COUNTED_MAX ? `${live} or more leases` : count(live, 'lease')
  await reporter.warn(
    `${many} of ${name} still to be ended, and the sweep needs rights for that: end what lives with \`daypass revoke --prefix ${name}\`, or print its policies with \`daypass policy\` and this state, which keeps the rights`,
  )
}

/** A role that cannot be understood any more is there, and can be deleted. */
async function isThere(roles: State['roles'], name: string): Promise<boolean> {
  try {
    return (await roles.find(name)) !== undefined
  } catch (error) {
    if (isDaypassError(error, 'state-invalid', 'role-invalid')) return true
    throw error
  }
}
