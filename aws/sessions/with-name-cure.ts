import { DaypassError, isDaypassError } from '../../core/errors.ts'
import { LEASE_NAME_LENGTH } from '../../core/lease/lease-id.ts'

/**
 * Adds to a denial what a policy has to say that names the session: its last characters are another lease's each time. AWS
 * does not tell which condition was not met.
 */
export async function withNameCure<T>(sessionName: string, take: () => Promise<T>): Promise<T> {
  try {
    return await take()
  } catch (error) {
    if (!isDaypassError(error, 'aws-denied')) throw error
    const { hint = '', message, cause } = error
    const pattern = `${sessionName.slice(0, -LEASE_NAME_LENGTH)}*`
    const cure = `a condition on sts:RoleSessionName needs StringLike ${JSON.stringify(pattern)}`
    throw new DaypassError('aws-denied', message, { cause, hint: `${hint}; ${cure}` })
  }
}
