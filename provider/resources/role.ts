import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import type { Role } from '../../core/role/role.ts'
import { define } from '../define.ts'
import { DiagnosticError } from '../../terraform-plugin/protocol/diagnostic.ts'
import type { ConfigOf, IdentitySchema, Schema } from '../../terraform-plugin/protocol/schema.ts'
import { roleAttributes } from '../roles/attributes.ts'
import type { ProviderConnection } from '../connect.ts'
import type { DaypassSession } from '../session.ts'

const roleSchemaOfTerraform = {
  version: 0,
  description:
    'A role beside the leases in the state, from which credentials are issued. Its leases do not end with it: they live until they are revoked or expire. The same meaning in another spelling is no change: durations, times and their zones, the order of lists and inside of a policy, an empty list for none, a default that is written out.',
  attributes: {
    id: { type: 'string', use: 'computed', stable: true, description: 'The same as `name`.' },
    name: {
      type: 'string',
      use: 'required',
      replaces: true,
      description:
        'Name of the role: 1 to 64 letters, digits and `_.@-`, with a letter, digit or `_` at both ends.',
    },
    ...roleAttributes,
    revision: {
      type: 'string',
      use: 'computed',
      description:
        'Another one whenever Terraform writes the role, and not known before. Give it as `role_revision` to credentials of a role that is written in the same run.',
    },
  },
} as const satisfies Schema

const roleIdentity = {
  attributes: {
    name: { type: 'string', use: 'required', description: 'Name of the role.' },
  },
} as const satisfies IdentitySchema

/** `resource "daypass_role"`: a role definition in the state bucket, one object that is written at once. */
export const roleResource = define.resource({
  schema: roleSchemaOfTerraform,
  identity: { schema: roleIdentity, of: ({ name }) => ({ name }) },
  validate: async (config, { diagnostics }) => {
    const { readWrittenRole } = await import('../roles/written-role.ts')
    // The endpoints are not known here: the rules of AWS's own ARNs are for the plan.
    const read = readWrittenRole(config, 'custom-endpoint')
    if ('problems' in read) read.problems.forEach(diagnostics.error)
  },
  same: async ({ prior, proposed }) => {
    const { sameFields } = await import('../roles/same-fields.ts')
    return sameFields(prior, proposed)
  },
  plan: async ({ config }, { session, diagnostics }) => {
    const { readWrittenRole } = await import('../roles/written-role.ts')
    const read = readWrittenRole(config, session.dialect)
    if ('problems' in read) read.problems.forEach(diagnostics.error)
    if (typeof config.name !== 'string') return {}
    session.plannedRoles.add(config.name)
    return { computed: { id: config.name } }
  },
  create: async ({ config }, { session, log }) => {
    const role = await roleOf(config, session)
    const { state, holder } = await session.connect()
    await recordChange({ state, holder }, 'role-written', role)
    const written = await state.roles.write(role, { absent: true })
    if (written === 'conflict') throw isThere(role.name)
    log.info('role created', { role: role.name })
    return { result: writtenAs(role, written), private: written.version }
  },
  read: async ({ state }, { session }) => {
    const connection = await session.connect()
    const found = await connection.state.roles.find(state.name)
    if (found === undefined) return 'gone'
    const [{ importedRoleState, roleState }, { readWrittenRole }] = await Promise.all([
      import('../roles/role-state.ts'),
      import('../roles/written-role.ts'),
    ])
    const before = readWrittenRole(state, 'custom-endpoint')
    const changed =
      'role' in before
        ? roleState(found.role, { state, role: before.role })
        : importedRoleState(found.role, session.dialect)
    return {
      state: {
        ...changed,
        id: state.name,
        name: state.name,
        revision: state.revision ?? found.version,
      },
      private: found.version,
    }
  },
  update: async ({ config, private: version }, { session, log }) => {
    const role = await roleOf(config, session)
    const { state, holder } = await session.connect()
    await recordChange({ state, holder }, 'role-written', role)
    const written = await state.roles.write(role, { version })
    if (written === 'conflict') throw hasChanged(role.name)
    log.info('role updated', { role: role.name })
    return { result: writtenAs(role, written), private: written.version }
  },
  delete: async ({ state }, { session, log }) => {
    const connection = await session.connect()
    await recordChange(connection, 'role-deleted', state)
    await connection.state.roles.remove(state.name)
    log.info('role removed', { role: state.name })
  },
  move: async (source) => {
    const { movedRole } = await import('../roles/moved-role.ts')
    const role = movedRole(source)
    return role === undefined ? undefined : { ...role, id: role.name, revision: null }
  },
  import: (what, { session }) => {
    const name = what.by === 'id' ? what.id : what.identity.name
    if (typeof name === 'string' && ROLE_NAME_PATTERN.test(name)) return { id: name, name }
    const { state } = session.settings()
    throw new DiagnosticError({
      summary: 'Invalid role name',
      detail: `${JSON.stringify(name)} is no name of a role. Import by the name of the role, as its object roles/NAME.json in ${state} has it.`,
    })
  },
})

async function roleOf(
  config: ConfigOf<typeof roleSchemaOfTerraform>,
  session: DaypassSession,
): Promise<Role> {
  const { readWrittenRole } = await import('../roles/written-role.ts')
  const read = readWrittenRole(config, session.dialect)
  if ('role' in read) return read.role
  throw new DiagnosticError(...read.problems)
}

async function recordChange(
  { state, holder }: Pick<ProviderConnection, 'state' | 'holder'>,
  name: 'role-written' | 'role-deleted',
  role: { readonly name: string; readonly credential_type: string },
): Promise<void> {
  const facts = { credential_type: role.credential_type }
  await state.changes.record({ name, subject: role.name, holder, facts })
}

function writtenAs({ name }: Role, { version }: { readonly version: string }) {
  return { id: name, revision: version }
}

function isThere(name: string): DiagnosticError {
  const detail = `The state has a role ${name} already. Take it over with \`terraform import\`, or choose another name.`
  return new DiagnosticError({ summary: 'Role is there already', detail, path: ['name'] })
}

function hasChanged(name: string): DiagnosticError {
  const detail = `Somebody changed or removed the role ${name} after it was planned. Plan again.`
  return new DiagnosticError({ summary: 'Role changed meanwhile', detail })
}
