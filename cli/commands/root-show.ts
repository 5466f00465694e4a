import { jsonText } from '../../core/language/json-text.ts'
import { DaypassError } from '../../core/errors.ts'
import { connectSession } from '../connect.ts'
import { EXIT } from '../process/exit-codes.ts'
import { keptDocument, keptFacts } from '../kept-keys/kept-keys-text.ts'
import type { Session } from '../session.ts'
import { styleFor } from '../printing/style.ts'
import { facts } from '../printing/table.ts'

/** Shows the root key on record, without its secret. Needs no identity. */
export async function rootShowCommand(session: Session): Promise<number> {
  const { context, settings } = session
  const stored = await (await connectSession(session)).state.rootKey.read()
  if (stored === undefined) {
    throw new DaypassError('request-invalid', 'there is no root key in the state', {
      hint: 'daypass root set - reads one from standard input',
    })
  }
  const { kept } = stored
  const style = styleFor(context.stdout, settings.color, context.env)
  await context.stdout.write(
    settings.json
      ? jsonText({ ...keptDocument(kept), use: kept.use })
      : facts([...keptFacts(kept, context.clock.now()), ['used for', kept.use]], style),
  )
  return EXIT.ok
}
