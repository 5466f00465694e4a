import { jsonText } from '../../core/language/json-text.ts'
import { roleDocument } from '../../core/role/role-document.ts'
import { EXIT } from '../process/exit-codes.ts'
import { namedRole } from '../roles/named-role.ts'
import type { Session } from '../session.ts'

/** Prints a role as daypass understands it, as JSON that is a role file itself. */
export async function roleShowCommand(session: Session, name: string): Promise<number> {
  const role = await namedRole(session, name)
  await session.context.stdout.write(jsonText(roleDocument(role)))
  return EXIT.ok
}
