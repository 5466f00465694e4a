import { oneLine } from '../core/language/one-line.ts'
import type { ProcessContext } from '../assembly/connect.ts'
import { knownConfiguration } from '../terraform-plugin/protocol/known-configuration.ts'
import { providerSchema } from './configuration/schema.ts'
import { readConfiguration } from './configuration/settings.ts'
import { validateConfiguration } from './configuration/validate.ts'
import { revokeAction } from './actions/revoke.ts'
import { credentialsData } from './data-sources/credentials.ts'
import { leasesData } from './data-sources/leases.ts'
import { roleData } from './data-sources/role.ts'
import { define } from './define.ts'
import type { AnyProvider } from '../terraform-plugin/definition/provider.ts'
import { credentialsEphemeral } from './ephemeral/credentials.ts'
import { explain } from './explain.ts'
import { leaseIdParse } from './functions/lease-id-parse.ts'
import { policyAllows } from './functions/policy-allows.ts'
import { trustPolicy } from './functions/trust-policy.ts'
import { leaseList } from './list-resources/leases.ts'
import { roleList } from './list-resources/roles.ts'
import { leaseResource } from './resources/lease.ts'
import { roleResource } from './resources/role.ts'
import { openSession } from './open-session.ts'
import { waitingSession } from './session.ts'

/** The provider `daypass/daypass`. */
export function daypass(surroundings: ProcessContext): AnyProvider {
  return define.provider({
    address: 'daypass/daypass',
    schema: providerSchema,
    validate: (config, { diagnostics }) => {
      validateConfiguration(config, diagnostics)
    },
    configure: (config) => {
      const known = knownConfiguration<typeof providerSchema>(config)
      return 'known' in known
        ? openSession(readConfiguration(known.known, surroundings.env), surroundings)
        : waitingSession(known.unknown, surroundings)
    },
    shutdown: async (session, end) => {
      if (!session.isConnected()) return
      const { finishClosings } = await import('./work.ts')
      await finishClosings(session, end)
    },
    explain,
    showLine: oneLine,
    dataSources: {
      daypass_credentials: credentialsData,
      daypass_leases: leasesData,
      daypass_role: roleData,
    },
    resources: {
      daypass_lease: leaseResource,
      daypass_role: roleResource,
    },
    ephemeralResources: { daypass_credentials: credentialsEphemeral },
    listResources: { daypass_lease: leaseList, daypass_role: roleList },
    actions: { daypass_revoke: revokeAction },
    functions: {
      lease_id_parse: leaseIdParse,
      policy_allows: policyAllows,
      trust_policy: trustPolicy,
    },
  })
}
