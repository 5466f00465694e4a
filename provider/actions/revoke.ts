import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import { define } from '../define.ts'

/** `action "daypass_revoke"`: takes back all that was issued from a role. */
export const revokeAction = define.action({
  schema: {
    description:
      'Takes back all credentials that were issued from a role, whoever holds them: for an incident, or after a change of the role (Terraform 1.14 or later). What cannot be taken back is a warning with its end.',
    attributes: {
      role: { type: 'string', use: 'required', description: 'Name of the role.' },
    },
  },
  validate: ({ role }, { diagnostics }) => {
    if (typeof role !== 'string' || ROLE_NAME_PATTERN.test(role)) return
    const detail = `${JSON.stringify(role)} cannot be the name of a role.`
    diagnostics.error({ summary: 'Invalid role name', detail, path: ['role'] })
  },
  invoke: async ({ role }, call) => {
    const { revokeAll } = await import('../work.ts')
    await revokeAll(role, call)
  },
})
