import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { findStaticRole } from '../kept-keys/find-static-role.ts'
import { rotateAndReport } from '../kept-keys/rotate-and-report.ts'
import type { Session } from '../session.ts'
import { graceOption } from './root-set.ts'

/** Options of `static-role rotate`. */
export interface StaticRoleRotateFlags {
  readonly grace?: string
}

/** Replaces the key of a static role now. */
export async function staticRoleRotateCommand(
  session: Session,
  name: string,
  { grace }: StaticRoleRotateFlags,
): Promise<number> {
  const graceSeconds = graceOption(grace)
  const { keys, state } = await connectSession(session)
  const { role, user } = await findStaticRole(state, name)
  await state.changes.record({
    name: 'static-role-rotated',
    subject: role.name,
    holder: holderOf(session.context),
    facts: { user_name: user.name },
  })
  return await rotateAndReport(session, role.name, keys.staticRole(role.name), graceSeconds)
}
