import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { Policied } from '../../sandbox/world/entities.ts'

/** Who was there before daypass came. */
const STRANGERS = ['daypass-root', 'stranger']

/** Users, keys and policies that daypass made, in every account, as IAM has them now. */
export function ourThings({ world }: Sandbox): readonly string[] {
  return [...world.accounts.values()].flatMap((account) => {
    const users = account.users.values().filter(({ name }) => !STRANGERS.includes(name))
    const carriers = [...account.users.values(), ...account.roles.values()]
    return [
      ...users.map(({ arn }) => `user ${arn}`),
      ...users.flatMap(({ arn, accessKeyIds }) => accessKeyIds.map((id) => `key ${id} of ${arn}`)),
      ...carriers.flatMap(denies),
      ...account.policies
        .values()
        .filter(({ accountId, path }) => accountId !== 'aws' && path === '/daypass/')
        .map(({ arn }) => `policy ${arn}`),
    ]
  })
}

function denies({ arn, inline, attached }: Policied): readonly string[] {
  const ours = [...Object.keys(inline), ...attached].filter((name) => name.includes('daypass-deny'))
  return ours.map((name) => `${name} on ${arn}`)
}

/** All else, as text: what must be the same in the end. */
export function foreignThings({ world }: Sandbox): readonly string[] {
  return [...world.accounts.values()].flatMap((account) => {
    const users = account.users.values().filter(({ name }) => STRANGERS.includes(name))
    return [...users, ...account.roles.values()].map((entity) => {
      const inline = Object.keys(entity.inline).filter((name) => !name.includes('daypass-deny'))
      const attached = entity.attached.filter((arn) => !arn.includes('daypass-deny'))
      const keys = 'accessKeyIds' in entity ? (entity.accessKeyIds as readonly string[]) : []
      return [entity.arn, entity.id, ...inline, ...attached, ...keys].join(' ')
    })
  })
}
