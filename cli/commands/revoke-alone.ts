import {
  type LeasedSession,
  leasedSession,
  revokeSessionAlone,
  revokeUserAlone,
} from '../../core/break-glass/revoke-alone.ts'
import { jsonText } from '../../core/language/json-text.ts'
import { oneLine } from '../../core/language/one-line.ts'
import type { UserEnd } from '../../core/revocation/ports.ts'
import { namedUser } from '../break-glass/find-targets.ts'
import { connectSession } from '../connect.ts'
import { usageError } from '../error-text.ts'
import { EXIT } from '../process/exit-codes.ts'
import { inGoodOrder } from '../process/stop.ts'
import type { Session } from '../session.ts'

/** Options of `revoke` that ask nothing of the state. */
export interface AloneFlags {
  readonly withoutRecord?: boolean
  readonly user?: string
  readonly session?: string
}

/** Takes back the user of a lease, or one session, where the state is gone: nothing is read or written there. */
export async function revokeAlone(
  session: Session,
  { withoutRecord, user, session: arn }: AloneFlags,
): Promise<number> {
  const target = user ?? arn
  if (
    withoutRecord !== true ||
    target === undefined ||
    (user === undefined) === (arn === undefined)
  ) {
    throw usageError(
      '--without-record goes with one of --user and --session, and with nothing else',
      'daypass revoke --without-record --user daypass-s3-reader-4cZkq2TzWq0bXyN8rPdU1a',
    )
  }
  const of = user === undefined ? sessionAt(target) : namedUser(user)
  const { breakGlass: glass, ports } = await connectSession(session)
  const alone = { glass, revocation: ports.revocation }
  const work = async (signal: AbortSignal): Promise<UserEnd> => {
    if ('userName' in of) return await revokeUserAlone(alone, of, { signal })
    await revokeSessionAlone(alone, of, { signal })
    return { status: 'revoked', wasThere: true }
  }
  const { stopped } = await inGoodOrder(session, async (signal) => {
    const end = await work(signal)
    await say(session, user === undefined ? target : `user ${user}`, end)
    return { stopped: end.status === 'revoked' ? EXIT.ok : EXIT.partial }
  })
  return stopped
}

async function say({ context, settings }: Session, target: string, end: UserEnd): Promise<void> {
  const line =
    end.status === 'revoked'
      ? 'revoked, on no record'
      : `not revoked by this command: ${end.reason}`
  const reason = end.status === 'revoked' ? {} : { reason: end.reason }
  await context.stdout.write(
    settings.json
      ? jsonText({ targets: [{ target, status: end.status, ...reason }] })
      : `${oneLine(`${target} ${line}`)}\n`,
  )
}

function sessionAt(arn: string): LeasedSession {
  const session = leasedSession(arn)
  if (session !== undefined) return session
  throw usageError(
    `${JSON.stringify(arn)} is not the ARN of a session of a role that a lease made`,
    'like arn:aws:sts::123456789012:assumed-role/deploy/ci-4cZkq2TzWq0bXyN8rPdU1a; for any other, daypass revoke --role <arn> --all-sessions, with the ARN of the role, or of the user that issued it',
  )
}
