import { isDaypassError } from '../../core/errors.ts'
import type { Session } from '../session.ts'
import { namedRole } from './named-role.ts'

/**
 * Refuses the name of a role that is none, most likely typed wrong. Where no roles are at hand nobody knows.
 *
 * @throws `role-not-found`, with the name that was most likely meant.
 */
export async function refuseUnknownRole(session: Session, name: string): Promise<void> {
  try {
    await namedRole(session, name)
  } catch (error) {
    if (!isDaypassError(error)) throw error
    if (error.code === 'role-not-found' && error.reason?.is !== 'role-directory-missing')
      throw error
  }
}
