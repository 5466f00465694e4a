import { DaypassError } from '../../core/errors.ts'
import type { Context } from './context.ts'

/** Profiles whose credentials are being looked for, the outermost first, one a line: what a `credential_process` inherits. */
const ASKED_FOR = 'DAYPASS_CREDENTIALS_ASKED_FOR'

/**
 * Called before the SDK looks for daypass's own credentials: it may start a `credential_process`, which may be daypass
 * again. Leaves there which profile is asked for; a daypass that would ask for the same one ends here, where otherwise
 * each would start the next without end.
 *
 * @param profile - with which daypass runs, where one is named
 * @throws `aws-credentials-missing`.
 */
export function refuseCircle(
  { env, passOn }: Pick<Context, 'env' | 'passOn'>,
  profile: string | undefined,
): void {
  // The SDK takes keys from the variables before it looks at a profile that nobody named.
  if (profile === undefined && (env['AWS_ACCESS_KEY_ID'] ?? '') !== '') return
  const own = profile ?? 'default'
  const before = (env[ASKED_FOR] ?? '').split('\n').filter((name) => name !== '')
  passOn(ASKED_FOR, [...before, own].join('\n'))
  if (!before.includes(own)) return
  throw new DaypassError(
    'aws-credentials-missing',
    `profile ${own} goes in a circle: its credential_process is daypass, which looks for its own credentials in that same profile`,
    {
      hint: `put what daypass itself signs in with into another profile, and end the line with it: credential_process = daypass … --aws-profile <other>`,
    },
  )
}
