import { define } from '../define.ts'

/** `list "daypass_role"`: the roles that lie beside the leases. */
export const roleList = define.listResource({
  schema: {
    description:
      'Finds the roles that lie beside the leases in the state, for `terraform query` of Terraform 1.14 or later; with `-generate-config-out` it writes the blocks that import them.',
    attributes: {},
  },
  list: async function* (_config, { session }) {
    const { state } = await session.connect()
    const { importedRoleState } = await import('../roles/role-state.ts')
    for (const role of await state.roles.list()) {
      const { name } = role
      const fields = importedRoleState(role, session.dialect)
      yield { displayName: name, identity: { name }, state: { ...fields, id: name, name } }
    }
  },
})
