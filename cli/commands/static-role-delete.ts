import { jsonText } from '../../core/language/json-text.ts'
import { giveUpKeys } from '../../core/keys/give-up-keys.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findStaticRole } from '../kept-keys/find-static-role.ts'
import type { Session } from '../session.ts'
import { inGoodOrder } from '../process/stop.ts'

/** Deletes the keys that daypass made for a static role, and its record. The user stays. */
export async function staticRoleDeleteCommand(session: Session, name: string): Promise<number> {
  const { context, settings } = session
  const end = await inGoodOrder(session, async (signal) => {
    const { keys, state } = await connectSession(session)
    const { role, user } = await findStaticRole(state, name)
    const holder = holderOf(context)
    const facts = { user_name: user.name }
    await state.changes.record({ name: 'static-role-deleted', subject: role.name, holder, facts })
    const deleted = (await giveUpKeys(keys.staticRole(role.name), { signal })) ?? []
    const keysText = deleted.length === 0 ? 'it had no key' : `${deleted.join(', ')} deleted`
    await context.stdout.write(
      settings.json
        ? jsonText({ deleted: role.name, access_keys: deleted })
        : `${role.name} deleted; ${keysText}; user ${user.name} stays\n`,
    )
    return { stopped: EXIT.ok }
  })
  return end.stopped
}
