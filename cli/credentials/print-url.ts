import { jsonText } from '../../core/language/json-text.ts'
import type { ActiveLease } from '../../core/lease/lease.ts'
import type { Secret } from '../../core/secret.ts'
import { timeText } from '../printing/times.ts'
import type { Session } from '../session.ts'

/**
 * Prints a URL that signs in. It does so on a terminal too: it is good for one quarter of an hour, and there to be
 * clicked. In a workflow job the runner is asked to star it out of the log.
 */
export async function printUrl(
  { context, settings, reporter }: Session,
  url: Secret,
  lease: ActiveLease,
): Promise<void> {
  const text = url.reveal()
  if (context.env['GITHUB_ACTIONS'] === 'true') await reporter.raw(`::add-mask::${text}`)
  const document = { lease_id: lease.id, url: text, expires_at: timeText(lease.expiresAt) }
  await context.stdout.write(settings.json ? jsonText(document) : `${text}\n`)
}
