import { DaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import { admitToken } from '../../core/trust/admit-token.ts'
import { bareIssuer } from '../../core/trust/subject.ts'
import { readTokenClaims } from '../../core/trust/token-claims.ts'
import type { Connection } from '../connection/connection.ts'
import type { Job } from './job.ts'

/**
 * Refuses roles that this job cannot have, before anything is made: those that need somebody where daypass is nobody,
 * and those whose `subjects` do not name this job. The latter is a courtesy, no more: code in the job could go without
 * it. What stops an attacker is a trust policy (docs/bootstrap.md). Looks at the token that daypass works with, else at
 * the job's own; a role that names subjects is refused without one, unless the step allows it.
 *
 * @throws `aws-credentials-missing`; `request-invalid` with what to add if the job is to have the role.
 */
export async function admitJob(
  { connection, connected, settings }: Pick<Job, 'connection' | 'connected' | 'settings'>,
  roles: readonly Role[],
): Promise<void> {
  refuseNobody(connection, roles)
  const limited = roles.filter(({ subjects, claims }) => subjects ?? claims)
  const [first] = limited
  if (first === undefined) return
  const { subjectToken } = connected
  if (subjectToken === undefined) {
    if (settings.allowWithoutSubject) return
    throw new DaypassError(
      'request-invalid',
      `role ${first.name} names subjects, and there is no OIDC token that says whose job this is`,
      {
        hint: 'give the job "permissions: id-token: write", or a web-identity-token-file; allow-without-subject: true leaves it to AWS alone',
      },
    )
  }
  const claims = readTokenClaims((await subjectToken()).reveal())
  // Subjects are those of the server that runs the job, GitHub's own or one of an enterprise.
  for (const role of limited) admitToken(role, claims, bareIssuer(claims.issuer))
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
