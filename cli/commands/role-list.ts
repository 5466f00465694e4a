import { jsonText } from '../../core/language/json-text.ts'
import { formatDuration } from '../../core/language/duration.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import { type Role, ttlLimits } from '../../core/role/role.ts'
import { connectRoles } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'

const COLUMNS: readonly Column<Role>[] = [
  { title: 'ROLE', text: ({ name }) => name },
  { title: 'TYPE', text: ({ credential_type }) => credential_type },
  { title: 'TTL', text: (role) => formatDuration(ttlLimits(role).default), align: 'right' },
  { title: 'MAX', text: (role) => formatDuration(ttlLimits(role).max), align: 'right' },
  { title: 'DESCRIPTION', text: ({ description }) => description ?? '' },
]

/** Lists the roles. */
export async function roleListCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const { stdout, env } = context
  const roles = await (await connectRoles(session)).list()
  if (settings.json) {
    await stdout.write(jsonText({ roles: roles.map(roleDocument) }))
    return EXIT.ok
  }
  if (roles.length === 0) {
    await reporter.note(`no roles in ${settings.roles}`)
    return EXIT.ok
  }
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(table(roles, COLUMNS, { style, width }))
  return EXIT.ok
}
