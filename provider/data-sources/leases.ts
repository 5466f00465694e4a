import { HOLDER_FIELDS, type Holder, describeHolder } from '../../core/lease/holder.ts'
import { type LeaseId, ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { UnreadableLease } from '../../core/lease/lease-store.ts'
import { LIVE_STATUSES, type LiveLease } from '../../core/lease/lease.ts'
import { define } from '../define.ts'

/** `data "daypass_leases"`: the leases that live, without secrets. */
export const leasesData = define.dataSource({
  schema: {
    description:
      'The leases that live, without any secret; those that end first come first. Reads one object for each lease.',
    attributes: {
      role: { type: 'string', use: 'optional', description: 'Only leases of this role.' },
      status: {
        type: 'string',
        use: 'optional',
        description:
          'Only leases in this state: `pending` (being issued), `active`, or `revoking` (being taken back).',
      },
      ids: {
        type: { list: 'string' },
        use: 'computed',
        description: 'Ids of the leases.',
      },
      leases: {
        nested: 'list',
        use: 'computed',
        description: 'The leases.',
        attributes: {
          id: { type: 'string', use: 'computed', description: 'Id of the lease.' },
          role: { type: 'string', use: 'computed', description: 'Role that it is of.' },
          credential_type: {
            type: 'string',
            use: 'computed',
            description: 'Type of the credentials, as the role names it.',
          },
          status: {
            type: 'string',
            use: 'computed',
            description: '`pending`, `active` or `revoking`.',
          },
          stuck: {
            type: 'bool',
            use: 'computed',
            description: 'Whether taking it back failed three times or more.',
          },
          held_by: {
            type: 'string',
            use: 'computed',
            description: 'Who holds it, in a line: `workspace prod`, `octo/app run 42 deploy`.',
          },
          holder: {
            type: { map: 'string' },
            use: 'computed',
            description:
              'What is known of the holder: `kind` (`terraform`, `github`, `shell`), `workspace`, `repository` and so on.',
          },
          issued_at: {
            type: 'string',
            use: 'computed',
            description: 'When it was issued, in RFC 3339.',
          },
          expires_at: {
            type: 'string',
            use: 'computed',
            description: 'When it ends, in RFC 3339.',
          },
        },
      },
    },
  },
  validate: ({ role, status }, { diagnostics }) => {
    if (typeof role === 'string' && !ROLE_NAME_PATTERN.test(role)) {
      const detail = `${JSON.stringify(role)} cannot be the name of a role.`
      diagnostics.error({ summary: 'Invalid role name', detail, path: ['role'] })
    }
    if (typeof status === 'string' && !LIVE_STATUSES.some((one) => one === status)) {
      const detail = `It is one of ${LIVE_STATUSES.join(', ')}.`
      diagnostics.error({ summary: 'Unknown status', detail, path: ['status'] })
    }
  },
  read: async ({ role, status }, { session, diagnostics }) => {
    const { state } = await session.connect()
    const store = state.leases
    const stuck = new Set<LeaseId>()
    for await (const id of store.stuck()) stuck.add(id)
    const found: LiveLease[] = []
    const pass = ({ id, error }: UnreadableLease): void => {
      diagnostics.warning({ summary: `Lease ${id} cannot be read`, detail: `${error.message}.` })
    }
    for await (const lease of store.list(role ?? undefined, pass)) {
      if (status === null || lease.status === status) found.push(lease)
    }
    found.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || (a.id < b.id ? -1 : 1))
    return {
      ids: found.map(({ id }) => id),
      leases: found.map((lease) => ({
        id: lease.id,
        role: lease.role,
        credential_type: lease.credentialType,
        status: lease.status,
        stuck: stuck.has(lease.id),
        held_by: describeHolder(lease.holder),
        holder: fieldsOf(lease.holder),
        issued_at: lease.issuedAt.toISOString(),
        expires_at: lease.expiresAt.toISOString(),
      })),
    }
  },
})

function fieldsOf(holder: Holder): Readonly<Record<string, string>> {
  const known = HOLDER_FIELDS.flatMap((field) => {
    const value = holder[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return { kind: holder.kind, ...Object.fromEntries(known) }
}
