import { define } from '../define.ts'
import type { Attribute } from '../../terraform-plugin/protocol/schema.ts'
import { roleAttributes } from '../roles/attributes.ts'

type Computed<A> = { readonly [K in keyof A]: Omit<A[K], 'use'> & { readonly use: 'computed' } }

/** `data "daypass_role"`: a role, with the defaults that hold for it. */
export const roleData = define.dataSource({
  schema: {
    description:
      'A role, from wherever the provider reads its roles (see `roles` there), with the defaults that hold for it.',
    attributes: {
      name: { type: 'string', use: 'required', description: 'Name of the role.' },
      ...computed(roleAttributes),
    },
  },
  read: async ({ name }, { session }) => {
    const [{ roleAt }, { roleState }] = await Promise.all([
      import('../work.ts'),
      import('../roles/role-state.ts'),
    ])
    return roleState(await roleAt(session, name, ['name']))
  },
})

function computed<A extends Readonly<Record<string, Attribute>>>(attributes: A): Computed<A> {
  // Every attribute keeps all but its use, which the type says of each of them.
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { ...attribute, use: 'computed' },
    ]),
  ) as unknown as Computed<A>
}
