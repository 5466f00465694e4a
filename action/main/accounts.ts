import { parseArn } from '../../core/arn.ts'
import { DaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import type { ConnectionSettings } from '../connection/connection.ts'

/**
 * Refuses an account that is not allowed. An empty list allows all.
 *
 * @throws `request-invalid`.
 */
export function refuseAccount(
  role: string,
  arn: string | undefined,
  allowed: readonly string[],
): void {
  if (allowed.length === 0) return
  const account = arn === undefined ? undefined : parseArn(arn)?.account
  if (account !== undefined && allowed.includes(account)) return
  throw new DaypassError(
    'request-invalid',
    `role ${role} leads to account ${account ?? 'unknown'}, which allowed-account-ids does not name`,
  )
}

/** The account ids that roles and inputs name. */
export function accountsOf(
  { identity, revokerRoleArns }: ConnectionSettings,
  roles: readonly Role[],
): ReadonlySet<string> {
  const ofRoles = roles.flatMap((role) =>
    role.credential_type === 'assumed_role' ? role.role_arns : [],
  )
  const broker = 'roleArn' in identity ? [identity.roleArn] : []
  const accounts = [...ofRoles, ...broker, ...revokerRoleArns].map(
    (arn) => parseArn(arn)?.account ?? '',
  )
  return new Set(accounts.filter((account) => /^\d{12}$/.test(account)))
}
