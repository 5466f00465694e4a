import { parseDuration } from '../../core/language/duration.ts'
import { learnTime } from '../../core/learn-time.ts'
import { parseLeaseId } from '../../core/lease/lease-id.ts'
import { isLive } from '../../core/lease/lease-store.ts'
import { issuedAttributes, requestAttributes } from '../credentials/attributes.ts'
import { validateRequest } from '../credentials/validate-request.ts'
import { define } from '../define.ts'

const { role, ttl, role_arn, role_session_name, mfa_code } = requestAttributes

/** `resource "daypass_lease"`: credentials that live as long as the resource, or until they expire. */
export const leaseResource = define.resource({
  schema: {
    description:
      'Credentials whose life is that of a resource: they are issued when it is created and revoked when it is destroyed. **The credentials are stored in clear text in the state.** Once they have expired or were revoked, the next plan issues new ones. For what only one run of Terraform needs, use the ephemeral resource `daypass_credentials`.',
    attributes: {
      id: { type: 'string', use: 'computed', stable: true, description: 'The same as `lease_id`.' },
      role: { ...role, replaces: true },
      ttl: { ...ttl, replaces: true },
      role_arn: { ...role_arn, replaces: true },
      role_session_name: { ...role_session_name, replaces: true },
      mfa_code: {
        ...mfa_code,
        writeOnly: true,
        description:
          'For `session_token`: the six digits that the MFA device shows now. It is stored nowhere (Terraform 1.11 or later).',
      },
      ...issuedAttributes,
    },
  },
  validate: (config, { diagnostics }) => {
    validateRequest(config, diagnostics)
  },
  same: ({ prior, proposed }) => {
    const before = prior.ttl === null ? undefined : parseDuration(prior.ttl)
    const after = typeof proposed.ttl === 'string' ? parseDuration(proposed.ttl) : undefined
    return before !== undefined && before === after ? ['ttl'] : []
  },
  create: async ({ config }, call) => {
    const { issueCredentials } = await import('../work.ts')
    const { lease, issued } = await issueCredentials(config, call)
    // As `read` finds it: AWS's own end of a session may be another second, and would show as drift.
    return {
      result: { id: issued.lease_id, ...issued, expires_at: lease.expiresAt.toISOString() },
    }
  },
  read: async ({ state }, { session }) => {
    const { state: store, ports } = await session.connect()
    const found = await store.leases.read(parseLeaseId(state.id ?? ''))
    if (found === undefined || !isLive(found) || found.lease.status === 'revoking') return 'gone'
    const now = await learnTime(ports, {})
    const isOver = now !== undefined && found.lease.expiresAt <= now
    return isOver ? 'gone' : { state: { expires_at: found.lease.expiresAt.toISOString() } }
  },
  delete: async ({ state }, call) => {
    const { revokeLease } = await import('../work.ts')
    await revokeLease(state.id ?? '', call)
  },
})
