import { jsonText } from '../../core/language/json-text.ts'
import { connectSession } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findStaticRole } from '../kept-keys/find-static-role.ts'
import { keptDocument, keptFacts } from '../kept-keys/kept-keys-text.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { facts } from '../printing/table.ts'

/** Shows a static role on record, without the secret of its key. Needs no identity. */
export async function staticRoleShowCommand(session: Session, name: string): Promise<number> {
  const { context, settings } = session
  const kept = await findStaticRole((await connectSession(session)).state, name)
  const { role } = kept
  const style = styleFor(context.stdout, settings.color, context.env)
  await context.stdout.write(
    settings.json
      ? jsonText({ ...role, ...keptDocument(kept) })
      : facts(
          [
            ['static role', role.name],
            ['description', role.description],
            ...keptFacts(kept, context.clock.now()),
            ['by way of', role.assume_role_arn],
          ],
          style,
        ),
  )
  return EXIT.ok
}
