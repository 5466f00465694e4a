import { compareSubjects } from '../../assembly/compare-subjects.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import type { ConnectionSettings } from '../connection/connection.ts'
import type { Job } from './job.ts'

/**
 * Refuses roles that this job cannot have, before anything is made: those that need somebody where daypass is nobody,
 * and those whose `subjects` do not name this job. The latter is a courtesy, no more: code in the job could go without
 * it. What stops an attacker is a trust policy (docs/bootstrap.md). Looks at the token that a role is taken with or that daypass
 * signs in with, else at the job's own or what else the job has; a role that names subjects is refused without one, unless the step allows
 * it. Answers the roles that were allowed so.
 *
 * @throws `aws-credentials-missing`; `request-invalid` with what to add if the job is to have the role.
 */
export async function admitJob(
  { connection, connected, settings }: Pick<Job, 'connection' | 'connected' | 'settings'>,
  roles: readonly Role[],
): Promise<readonly Role[]> {
  refuseNobody(connection, roles)
  const isRequired = !settings.allowWithoutSubject
  const uncompared: Role[] = []
  for (const type of new Set(roles.map((role) => role.credential_type))) {
    const alike = roles.filter((role) => role.credential_type === type)
    uncompared.push(...(await compareSubjects(alike, connected.subjectToken(type), { isRequired })))
  }
  return uncompared
}

function refuseNobody({ identity }: ConnectionSettings, roles: readonly Role[]): void {
  if (identity.kind !== 'nobody') return
  const other = roles.find((role) => role.credential_type !== 'assumed_role')
  if (other === undefined) return
  throw new DaypassError(
    'aws-credentials-missing',
    `role ${other.name} is of type ${other.credential_type}: the job's token alone cannot make it`,
    {
      hint: 'give a broker-role-arn that may, or "direct: false" where credentials of the machine or of an earlier step may',
    },
  )
}
