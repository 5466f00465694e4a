import { jsonText } from '../../core/language/json-text.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import { type Role, ttlLimits } from '../../core/role/role.ts'
import { connectRoles } from '../connect.ts'
import { describe } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import type { Session } from '../session.ts'
import { lengthText } from '../printing/times.ts'
import { styleFor } from '../printing/style.ts'
import { type Column, table } from '../printing/table.ts'

const COLUMNS: readonly Column<Role>[] = [
  { title: 'ROLE', text: ({ name }) => name },
  { title: 'TYPE', text: ({ credential_type }) => credential_type },
  { title: 'TTL', text: (role) => lengthText(ttlLimits(role).default), align: 'right' },
  { title: 'MAX', text: (role) => lengthText(ttlLimits(role).max), align: 'right' },
  { title: 'DESCRIPTION', text: ({ description }) => description ?? '' },
]

/** Lists the roles that can be read, and says what is wrong with the others. */
export async function roleListCommand(session: Session): Promise<number> {
  const { context, settings, reporter } = session
  const { roles, invalid } = await (await connectRoles(session)).readable()
  if (invalid !== undefined && roles.length === 0) throw invalid
  if (settings.json) await context.stdout.write(jsonText({ roles: roles.map(roleDocument) }))
  else await showRoles(session, roles)
  if (invalid === undefined) return EXIT.ok
  const described = describe(invalid)
  await reporter.fail(described, invalid)
  return described.exit
}

async function showRoles(
  { context, settings, reporter }: Session,
  roles: readonly Role[],
): Promise<void> {
  const { stdout, env } = context
  if (roles.length === 0) {
    await reporter.note(`no roles in ${settings.roles}`)
    return
  }
  const style = styleFor(stdout, settings.color, env)
  const width = stdout.terminal ? stdout.columns : undefined
  await stdout.write(table(roles, COLUMNS, { style, width }))
}
