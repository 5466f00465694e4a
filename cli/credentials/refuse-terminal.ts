import { usageError } from '../error-text.ts'
import type { Session } from '../session.ts'

/**
 * Refuses to print secrets where they would stay on a screen, unless somebody asks for it.
 *
 * @param instead - what to do instead.
 * @throws `request-invalid`.
 */
export function refuseTerminal(
  { context }: Session,
  { reveal }: { readonly reveal?: boolean },
  instead: string,
): void {
  if (!context.stdout.terminal || reveal === true || context.env['DAYPASS_REVEAL'] === '1') return
  throw usageError(
    'standard output is a terminal, where secrets would stay on the screen',
    `${instead}, or add --reveal`,
  )
}
