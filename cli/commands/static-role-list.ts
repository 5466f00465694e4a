import { jsonText } from '../../core/language/json-text.ts'
import { formatDuration } from '../../core/language/duration.ts'
import { currentKey, rotatesAt } from '../../core/keys/key-ring.ts'
import type { KeptStaticRole } from '../../core/static/static-role.ts'
import { type DaypassError, isDaypassError } from '../../core/errors.ts'
import { connectSession } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import { keptDocument } from '../kept-keys/kept-keys-text.ts'
import { fromNow } from '../printing/times.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'

/** Lists the static roles on record. */
export async function staticRoleListCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const { stdout, env, clock } = context
  const { staticRoles } = (await connectSession(session)).state
  const found: KeptStaticRole[] = []
  const unreadable: { readonly name: string; readonly error: DaypassError }[] = []
  for await (const name of staticRoles.names()) {
    try {
      const stored = await staticRoles.at(name).read()
      if (stored !== undefined) found.push(stored.kept)
    } catch (error) {
      if (!isDaypassError(error, 'state-invalid')) throw error
      unreadable.push({ name, error })
    }
  }
  const exit = unreadable.length === 0 ? EXIT.ok : EXIT.partial
  if (settings.json) {
    const list = found.map((kept) => ({ ...kept.role, ...keptDocument(kept) }))
    const passed = unreadable.map(({ name, error: { code, message } }) => ({
      static_role: name,
      error: { code, message },
    }))
    const document = { static_roles: list, unreadable: passed }
    await stdout.write(jsonText(document))
    return exit
  }
  for (const { error } of unreadable) await reporter.warn(error.message)
  if (found.length === 0) {
    if (unreadable.length === 0) await reporter.note('no static roles')
    return exit
  }
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(table(found, columnsAt(clock.now()), { style, width }))
  return exit
}

function columnsAt(now: Date): readonly Column<KeptStaticRole>[] {
  return [
    { title: 'STATIC ROLE', text: ({ role }) => role.name },
    { title: 'USER', text: ({ user }) => user.name },
    { title: 'ACCESS KEY', text: ({ ring }) => currentKey(ring)?.accessKeyId ?? '–' },
    { title: 'PERIOD', text: ({ role }) => formatDuration(role.rotation_period), align: 'right' },
    { title: 'NEXT', text: (kept) => nextText(kept, now) },
  ]
}

function nextText(kept: KeptStaticRole, now: Date): string {
  const at = rotatesAt(kept)
  return at === undefined ? kept.ring.phase : fromNow(at, now)
}
