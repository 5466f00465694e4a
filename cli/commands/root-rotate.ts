import { connectSession } from '../connect.ts'
import { rotateAndReport } from '../kept-keys/rotate-and-report.ts'
import type { Session } from '../session.ts'
import { graceOption } from './root-set.ts'

/** Options of `root rotate`. */
export interface RootRotateFlags {
  readonly grace?: string
}

/** Replaces the root key now. The one before is deleted at once, unless a grace is asked for. */
export async function rootRotateCommand(
  session: Session,
  { grace = '0s' }: RootRotateFlags,
): Promise<number> {
  const graceSeconds = graceOption(grace)
  const { keys } = await connectSession(session)
  return await rotateAndReport(session, 'root key', keys.root, graceSeconds)
}
