import { jsonText } from '../../core/language/json-text.ts'
import type { KeptUser } from '../../core/keys/key-ring.ts'
import type { RotationPorts } from '../../core/keys/ports.ts'
import { rotate } from '../../core/keys/rotate.ts'
import { EXIT } from '../process/exit-codes.ts'
import { rotationDocument, rotationText } from './kept-keys-text.ts'
import type { Session } from '../session.ts'
import { inGoodOrder } from '../process/stop.ts'

/** Rotates a key now and prints what was done. Answers 1 when another process is at it. */
export async function rotateAndReport<K extends KeptUser>(
  session: Session,
  what: string,
  ports: RotationPorts<K>,
  graceSeconds: number | undefined,
): Promise<number> {
  const { context, settings, reporter } = session
  const end = await inGoodOrder(session, async (signal) => {
    const work = () => rotate(ports, { force: true, graceSeconds, signal })
    const rotation = await reporter.during(`rotating the ${what}`, work)
    await context.stdout.write(
      settings.json ? jsonText(rotationDocument(rotation)) : `${what} ${rotationText(rotation)}\n`,
    )
    return { stopped: rotation.leftUntil === undefined ? EXIT.ok : EXIT.partial }
  })
  return end.stopped
}
