import { DaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import { admitToken } from '../../core/trust/admit-token.ts'
import { readTokenClaims } from '../../core/trust/token-claims.ts'
import type { Connection } from '../connection/connection.ts'
import type { Job } from './job.ts'

/**
 * Refuses roles that this job cannot have, before anything is made: those that need somebody where daypass is nobody,
 * and those whose `subjects` do not name this job. The latter is a courtesy, no more: code in the job could go without
 * it. What stops an attacker is a trust policy (docs/bootstrap.md). Asks for no other token than the one that daypass
 * takes its role with; without one there is nothing to look at.
 *
 * @throws `aws-credentials-missing`; `request-invalid` with what to add if the job is to have the role.
 */
export async function admitJob(
  { connection, connected }: Pick<Job, 'connection' | 'connected'>,
  roles: readonly Role[],
): Promise<void> {
  refuseNobody(connection, roles)
  const { jobToken } = connected
  if (jobToken === undefined || roles.every(({ subjects }) => subjects === undefined)) return
  const claims = readTokenClaims((await jobToken()).reveal())
  // Subjects are those of the server that runs the job, GitHub's own or one of an enterprise.
  const issuer = claims.issuer.replace(/^https?:\/\//, '')
  for (const role of roles) admitToken(role, { ...claims, issuer }, issuer)
}

function refuseNobody({ identity }: Connection, roles: readonly Role[]): void {
  if (identity.kind !== 'nobody') return
  const other = roles.find((role) => role.credential_type !== 'assumed_role')
  if (other === undefined) return
  throw new DaypassError(
    'aws-credentials-missing',
    `role ${other.name} is of type ${other.credential_type}: the job's token alone cannot make it`,
    { hint: 'give a broker-role-arn that may' },
  )
}
