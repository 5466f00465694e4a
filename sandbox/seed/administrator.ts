import { newAccessKey } from '../iam/access-keys.ts'
import { newUser } from '../iam/users.ts'
import { awsPolicyArn } from '../world/aws-policies.ts'
import type { World } from '../world/world.ts'
import { nameKey } from '../world/world.ts'

/** What a program signs with. */
export interface LongTermKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Who administers each account of a sandbox. */
const NAME = 'daypass-root'

/** Makes the administrator of an account, who may do everything, at once; where there is one, answers its key. */
export function addAdministrator(world: World, accountId: string, now: Date): LongTermKey {
  const account = world.account(accountId)
  const [before] = account.users.get(nameKey(NAME))?.accessKeyIds ?? []
  const key = before === undefined ? undefined : world.accessKeys.get(before)
  if (key !== undefined) return pairOf(key)
  return world.atOnce(() => {
    const user = newUser({ world, now }, { accountId, path: '/', name: NAME })
    const made = newAccessKey(user, now)
    world.accessKeys.set(made.accessKeyId, made)
    account.users.set(nameKey(NAME), {
      ...user,
      attached: [awsPolicyArn(world, 'AdministratorAccess')],
      accessKeyIds: [made.accessKeyId],
    })
    return pairOf(made)
  })
}

function pairOf({ accessKeyId, secretAccessKey }: LongTermKey): LongTermKey {
  return { accessKeyId, secretAccessKey }
}
