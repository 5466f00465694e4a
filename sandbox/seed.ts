import type { Role } from '../core/role/role.ts'
import { seedBuckets } from './seed/buckets.ts'
import { seedGroup } from './seed/groups.ts'
import { seedMfaDevice } from './seed/mfa-device.ts'
import { seedPolicy } from './seed/policies.ts'
import type { Seeded } from './seed/seeded.ts'
import { seedIssuer, seedTarget } from './seed/targets.ts'

/**
 * Makes what roles name, so that they can be tried:
 *
 * - the roles of `role_arns`, in whichever account, with sessions up to 12 hours and all rights (so that what
 *   limits a lease is its session policy). They trust the home account, with the external id where the
 *   role has one, and the sandbox's own OIDC issuer for the role's `subjects`;
 * - the role of `account_role_arn`, with all rights;
 * - managed policies and boundaries by ARN: AWS's own ones as `world/aws-policies.ts` has them, unknown ones
 *   and those of customers allow everything;
 * - groups, which allow everything;
 * - the MFA device of `mfa_serial_number`, for the administrator; `GET /_sandbox/mfa?serial=…` shows its code;
 * - the buckets that policy documents name, each with an object `hello.txt`.
 *
 * What is there already stays as it is. Safe to repeat.
 */
export function seedRoles(sandbox: Seeded, roles: readonly Role[]): void {
  sandbox.world.atOnce(() => {
    for (const role of roles) seedRole(sandbox, role)
  })
}

function seedRole(sandbox: Seeded, role: Role): void {
  if (role.credential_type === 'session_token') {
    if (role.mfa_serial_number !== undefined) seedMfaDevice(sandbox, role.mfa_serial_number)
    return
  }
  for (const arn of role.policy_arns) seedPolicy(sandbox, arn)
  for (const name of role.iam_groups) seedGroup(sandbox, name)
  if (role.policy_document !== undefined) seedBuckets(sandbox, role.policy_document)
  if (role.credential_type === 'iam_user' && role.permissions_boundary_arn !== undefined) {
    seedPolicy(sandbox, role.permissions_boundary_arn)
  }
  if (role.credential_type === 'iam_user' && role.account_role_arn !== undefined)
    seedTarget(sandbox, role.account_role_arn, {})
  if (role.credential_type === 'assumed_role') {
    for (const arn of role.role_arns) {
      seedIssuer(sandbox, arn)
      seedTarget(sandbox, arn, role)
    }
  }
}
