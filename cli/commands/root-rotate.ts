import { connectSession } from '../connect.ts'
import { holderOf } from '../leases/holder.ts'
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
  const { keys, state } = await connectSession(session)
  const holder = holderOf(session.context)
  await state.changes.record({ name: 'root-key-rotated', subject: 'root', holder })
  return await rotateAndReport(session, 'root key', keys.root, graceSeconds)
}
