import { DaypassError, isDaypassError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { callerIdentity } from '../clients/caller.ts'
import type { AwsClients } from '../clients/clients.ts'

/**
 * The IAM user whose key daypass runs with: federated sessions and session tokens act within its rights,
 * and are revoked by a deny on it. Undefined where the endpoint does not tell (Ceph).
 *
 * @throws `aws-rejected` for the account's root user: AWS does not let its sessions be limited afterwards
 * (IAM User Guide, id_credentials_temp_control-access_disable-perms), so daypass issues none from it.
 */
export async function issuingUser(
  clients: AwsClients,
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const { arn } = await callerIdentity(clients, options)
    if (!arn.endsWith(':root')) return arn
  } catch (error) {
    if (isDaypassError(error, 'aws-rejected')) return undefined
    throw error
  }
  throw new DaypassError('aws-rejected', 'daypass runs with the key of the account’s root user', {
    hint: 'use the key of an IAM user: what the root user issues cannot be revoked',
  })
}
