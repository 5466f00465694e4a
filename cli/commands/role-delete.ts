import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { State } from '../../state/open.ts'
import { connectSession } from '../connect.ts'
import { describe, usageError } from '../error-text.ts'
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
  const { roles } = (await connectSession(session)).state
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
  }
  if (settings.json) await context.stdout.write(jsonText({ deleted }))
  return exit
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
