import { isDaypassError } from '../../core/errors.ts'
import { beyondRoles } from '../../core/rights/beyond-roles.ts'
import { deploymentOf } from '../../core/rights/deployment.ts'
import { readRemains } from '../../core/rights/remains.ts'
import type { StoreFinding } from '../../state/objects.ts'
import { connectRoles, connectSession } from '../connect.ts'
import type { Session } from '../session.ts'

/** Looks for leases and denies of what no role at hand needs any more: the sweep keeps its rights on them only if they are printed so. */
export async function checkRemains(session: Session): Promise<readonly StoreFinding[]> {
  if (!session.settings.stateChosen) return []
  try {
    const roles = await (await connectRoles(session)).list()
    const remains = await readRemains((await connectSession(session)).state)
    const { revokerRoleArns } = session.settings
    const beyond = beyondRoles(deploymentOf({ roles, bucket: undefined, revokerRoleArns, remains }))
    if (beyond.length === 0) return []
    return [
      {
        name: 'roles of leases',
        status: 'unknown',
        detail: `leases or denies live of ${beyond.join(', ')}, and no role at hand needs it any more`,
        cure: 'give the sweep the rights that `daypass policy sweeper` prints with this state, and end what lives with `daypass revoke`',
      },
    ]
  } catch (error) {
    // What is wrong with the state, the roles or the credentials is said by their own checks.
    if (isDaypassError(error)) return []
    throw error
  }
}
