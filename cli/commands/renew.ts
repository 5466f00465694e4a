import { jsonText } from '../../core/language/json-text.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { renew } from '../../core/renew.ts'
import { connectSession } from '../connect.ts'
import { durationOption } from '../usage/duration-option.ts'
import { EXIT } from '../process/exit-codes.ts'
import { leaseDocument } from '../leases/lease-document.ts'
import { timeText } from '../printing/times.ts'
import type { Session } from '../session.ts'

/** Options of `renew`. */
export interface RenewFlags {
  readonly increment?: string
}

/** Moves the end of a lease and prints when it ends now. */
export async function renewCommand(
  session: Session,
  text: string,
  flags: RenewFlags,
): Promise<number> {
  const id = parseLeaseId(text)
  const incrementSeconds = durationOption('--increment', flags.increment)
  const { context, settings, reporter } = session
  const { ports } = await connectSession(session)
  const { lease, capped } = await renew(ports, id, { incrementSeconds })
  const end = timeText(lease.expiresAt)
  if (capped) await reporter.note(`cut to ${end}: the role allows no more`)
  await context.stdout.write(
    settings.json ? jsonText({ ...leaseDocument(lease), capped }) : `${id} ends at ${end}\n`,
  )
  return EXIT.ok
}
