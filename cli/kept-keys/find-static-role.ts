import { DaypassError } from '../../core/errors.ts'
import { ROLE_NAME_PATTERN } from '../../core/lease/lease-id.ts'
import { closest } from '../../core/language/closest.ts'
import type { KeptStaticRole } from '../../core/static/static-role.ts'
import type { State } from '../../state/open.ts'

/**
 * A static role on record, by its name.
 *
 * @throws `role-not-found`, with the name that was most likely meant.
 */
export async function findStaticRole(
  { staticRoles }: Pick<State, 'staticRoles'>,
  name: string,
): Promise<KeptStaticRole> {
  const stored = ROLE_NAME_PATTERN.test(name) ? await staticRoles.at(name).read() : undefined
  if (stored !== undefined) return stored.kept
  const names: string[] = []
  for await (const one of staticRoles.names()) names.push(one)
  const meant = closest(name, names)
  throw new DaypassError('role-not-found', `there is no static role ${JSON.stringify(name)}`, {
    hint: meant === undefined ? 'daypass static-role list shows them' : `did you mean ${meant}?`,
  })
}
