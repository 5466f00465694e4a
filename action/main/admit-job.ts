import type { Role } from '../../core/role/role.ts'
import { admitToken } from '../../core/trust/admit-token.ts'
import { readTokenClaims } from '../../core/trust/token-claims.ts'
import type { Connected } from '../connection/connect.ts'

/**
 * Refuses roles whose `subjects` do not name this job, before anything is made. A courtesy, no more: code in the job
 * could go without it. What stops an attacker is a trust policy (docs/bootstrap.md). Asks for no other token than
 * the one that daypass takes its role with; without one there is nothing to look at.
 *
 * @throws `request-invalid` with what to add if the job is to have the role.
 */
export async function admitJob({ jobToken }: Connected, roles: readonly Role[]): Promise<void> {
  if (jobToken === undefined || roles.every(({ subjects }) => subjects === undefined)) return
  const claims = readTokenClaims((await jobToken()).reveal())
  // Subjects are those of the server that runs the job, GitHub's own or one of an enterprise.
  const issuer = claims.issuer.replace(/^https?:\/\//, '')
  for (const role of roles) admitToken(role, { ...claims, issuer }, issuer)
}
