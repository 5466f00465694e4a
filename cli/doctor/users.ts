import { isDaypassError } from '../../core/errors.ts'
import type { StoreFinding } from '../../state/objects.ts'
import { connectSession } from '../connect.ts'
import { describe } from '../error-text.ts'
import { count } from '../printing/plain-text.ts'
import type { Session } from '../session.ts'
import { defined } from '../../core/language/defined.ts'

/** Checks that there is a way into every account in which a live lease has a user. Says nothing where none has. */
export async function checkUsers(session: Session): Promise<readonly StoreFinding[]> {
  const { ports } = await connectSession(session)
  try {
    const found: StoreFinding[] = []
    for (const [account, names] of await usersByAccount(ports)) {
      const [userName = ''] = names
      try {
        await ports.revocation.users.requireWay({ userName, account })
      } catch (error) {
        if (!isDaypassError(error, 'aws-denied')) throw error
        const { hint: cure } = describe(error)
        const detail = `${count(names.length, 'live lease')} of users that daypass cannot reach: ${error.message}`
        found.push({ name: 'users', status: 'failed', detail, ...defined({ cure }) })
      }
    }
    return found
  } catch (error) {
    // What is wrong with the state or the credentials is said by their own checks.
    if (isDaypassError(error)) return []
    throw error
  }
}

async function usersByAccount({
  leases,
}: Pick<Awaited<ReturnType<typeof connectSession>>['ports'], 'leases'>): Promise<
  ReadonlyMap<string, readonly string[]>
> {
  const found = new Map<string, string[]>()
  for await (const { principal } of leases.list(undefined, () => undefined)) {
    if (principal.type !== 'iam_user' || principal.account === undefined) continue
    const names = found.get(principal.account) ?? []
    names.push(principal.userName)
    found.set(principal.account, names)
  }
  return found
}
