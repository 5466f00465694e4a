import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { State } from '../../state/open.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { describe, usageError } from '../error-text.ts'
import { count } from '../printing/plain-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { type LeaseId, ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { Session } from '../session.ts'

/** Removes roles from the state; goes on past one that is not there. */
export async function roleDeleteCommand(
  session: Session,
  names: readonly string[],
): Promise<number> {
  const { context, settings, reporter } = session
  const wrong = names.find((name) => !ROLE_NAME_PATTERN.test(name))
  if (wrong !== undefined) throw usageError(`${JSON.stringify(wrong)} is not a role name`)
  const { roles, leases, changes } = (await connectSession(session)).state
  const holder = holderOf(context)
  const deleted: string[] = []
  const live: LeaseId[] = []
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
    await changes.record({ name: 'role-deleted', subject: name, holder })
    await roles.remove(name)
    deleted.push(name)
    if (!settings.json) await context.stdout.write(`${name} deleted\n`)
    const lives = await liveLeases(leases, name)
    live.push(...lives)
    await sayWhatLives(session, name, lives)
  }
  if (settings.json) await context.stdout.write(jsonText({ deleted, live_leases: live }))
  return exit
}

/** So many are counted, and so many named. */
const COUNTED_MAX = 1000
const NAMED_MAX = 20

/** Which leases of a deleted role still live: all their ids up to a number. */
async function liveLeases(leases: State['leases'], name: string): Promise<readonly LeaseId[]> {
  const ids: LeaseId[] = []
  for await (const { id } of leases.list(name, ({ id }) => ids.push(id))) {
    ids.push(id)
    if (ids.length >= COUNTED_MAX) break
  }
  return ids
}

async function sayWhatLives(
  { reporter }: Session,
  name: string,
  live: readonly LeaseId[],
): Promise<void> {
  if (live.length === 0) return
  const many =
    live.length >= COUNTED_MAX ? `${COUNTED_MAX} or more leases` : count(live.length, 'lease')
  const named = live.slice(0, NAMED_MAX).join(', ')
  const rest = live.length > NAMED_MAX ? ` and ${live.length - NAMED_MAX} more` : ''
  await reporter.warn(
    `${many} of ${name} still to be ended (${named}${rest}), and the sweep needs rights for that: end what lives with \`daypass revoke --prefix ${name}\`, or print its policies with \`daypass policy\` and this state, which keeps the rights`,
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
