import { describeHolder } from '../../core/lease/holder.ts'
import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { UnreadableLease } from '../../core/lease/lease-store.ts'
import { define } from '../define.ts'

/** `list "daypass_lease"`: the leases that live. */
export const leaseList = define.listResource({
  schema: {
    description:
      'Finds the leases that live, whoever holds them, for `terraform query` of Terraform 1.14 or later. They have no secrets, so they cannot be imported; the action `daypass_revoke` takes them back.',
    attributes: {
      role: { type: 'string', use: 'optional', description: 'Only leases of this role.' },
    },
  },
  validate: ({ role }, { diagnostics }) => {
    if (typeof role !== 'string' || ROLE_NAME_PATTERN.test(role)) return
    const detail = `${JSON.stringify(role)} cannot be the name of a role.`
    diagnostics.error({ summary: 'Invalid role name', detail, path: ['role'] })
  },
  list: async function* ({ role }, { session, diagnostics }) {
    const { state } = await session.connect()
    const pass = ({ id, error }: UnreadableLease): void => {
      diagnostics.warning({ summary: `Lease ${id} cannot be read`, detail: `${error.message}.` })
    }
    for await (const lease of state.leases.list(role ?? undefined, pass)) {
      const { id } = lease
      yield {
        displayName: `${id} (${describeHolder(lease.holder)})`,
        identity: { id },
        state: {
          id,
          lease_id: id,
          role: lease.role,
          issued_at: lease.issuedAt.toISOString(),
          expires_at: lease.expiresAt.toISOString(),
        },
      }
    }
  },
})
