import { accountClients } from '../aws/clients/account-clients.ts'
import { denyPolicies } from '../aws/deny-policies.ts'
import { userSwitch } from '../aws/users/user-switch.ts'
import { isStopName } from '../core/break-glass/break-glass-names.ts'
import type { BreakGlassPorts } from '../core/break-glass/ports.ts'
import type { Parts } from './assemble.ts'

/** What breaks the glass: on IAM alone, as whom daypass runs, whatever has become of the state. */
export function breakGlassPorts(
  parts: Pick<Parts, 'clients' | 'config' | 'clock' | 'revokerRoleArns'>,
  askTime: BreakGlassPorts['askTime'],
): BreakGlassPorts {
  const { clients, config, clock, revokerRoleArns: roleArns = [] } = parts
  const accounts = accountClients(clients, config, { roleArns, clock })
  return {
    clock,
    askTime,
    policies: denyPolicies(accounts.forTarget, isStopName),
    users: userSwitch(accounts, clock),
  }
}
