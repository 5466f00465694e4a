import { DaypassError } from '../../core/errors.ts'
import { currentKey } from '../../core/keys/key-ring.ts'
import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { findStaticRole } from '../kept-keys/find-static-role.ts'
import { type StaticFormat, renderStatic } from '../credentials/static-creds.ts'
import { sealOfEnvironment } from '../../assembly/seal-of-environment.ts'
import { maskInLog } from '../credentials/mask-secrets.ts'
import { refuseTerminal } from '../credentials/refuse-terminal.ts'
import type { Session } from '../session.ts'

/** Options of `static-creds`. */
export interface StaticCredsFlags {
  readonly format?: StaticFormat
  readonly reveal?: boolean
}

/** Prints the key in use of a static role. There is no lease: the key is shared by all who can open it. */
export async function staticCredsCommand(
  session: Session,
  name: string,
  flags: StaticCredsFlags,
): Promise<number> {
  const { context, settings } = session
  const { format = 'json' } = flags
  if (settings.json && format !== 'json') {
    throw usageError(`--json does not go with --format ${format}`, 'leave one of them out')
  }
  refuseTerminal(session, flags, `eval "$(daypass static-creds ${name} --format env)"`)
  const { state } = await connectSession(session)
  const kept = await findStaticRole(state, name)
  const current = currentKey(kept.ring)
  if (current === undefined) {
    throw new DaypassError('request-invalid', `the static role ${name} has no key yet`, {
      hint: `daypass static-role rotate ${name} makes one, as does the next sweep`,
    })
  }
  const seal = sealOfEnvironment(context.env, context.directory)
  const plain = await seal.open(state.staticRoles.at(kept.role.name).place, current)
  await state.changes.record({
    name: 'static-role-read',
    subject: kept.role.name,
    holder: holderOf(context),
    facts: { user_name: kept.user.name, access_key_id: current.accessKeyId },
  })
  const shown = renderStatic(kept, { current, plain }, { format, now: context.clock.now() })
  if (format !== 'credential-process') {
    await maskInLog(session, { secretKey: shown.secretKey, sessionToken: undefined })
  }
  await context.stdout.write(shown.text)
  return EXIT.ok
}
