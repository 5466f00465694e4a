import { DaypassError } from '../core/errors.ts'
import type { Role } from '../core/role/role.ts'
import type { Secret } from '../core/secret.ts'
import { admitToken } from '../core/trust/admit-token.ts'
import { readTokenClaims } from '../core/trust/token-claims.ts'

/**
 * Compares whom roles are for with the token that says whose job this is, whatever way daypass itself goes to AWS.
 * Answers those roles that name somebody and could not be compared, because there is no token: only where that is
 * allowed, and it belongs into the lease then.
 *
 * @throws `request-invalid` when a role is for others, or cannot be compared and has to be; what fetching the token throws.
 */
export async function compareSubjects(
  roles: readonly Role[],
  token: (() => Promise<Secret>) | undefined,
  { isRequired }: { readonly isRequired: boolean },
): Promise<readonly Role[]> {
  const limited = roles.filter(({ subjects, claims }) => subjects ?? claims)
  const [first] = limited
  if (first === undefined) return []
  if (token !== undefined) {
    const claims = readTokenClaims((await token()).reveal())
    for (const role of limited) admitToken(role, claims)
    return []
  }
  if (!isRequired) return limited
  throw new DaypassError(
    'request-invalid',
    `role ${first.name} names whom it is for, and there is no OIDC token that says whose job this is`,
    { hint: 'a token of its issuer has to be at hand', reason: { is: 'subject-unknown' } },
  )
}

/** What is said of a role that is given without a token, in one line. */
export function describeUncompared({ name, subjects = [], claims = {} }: Role): string {
  const wanted = Object.entries(claims).map(([claim, values]) => `${claim} ${values.join(' or ')}`)
  const [first = '', ...others] = [...subjects, ...wanted]
  const whom = others.length === 0 ? first : `${first} and ${others.length} more`
  return `role ${name} is for ${whom}: no OIDC token says whose job this is, and AWS's rights alone decide`
}

/** Whether a variable says that roles which name somebody need a token: all that does not say no says yes. */
export function isRequiredBy(text: string | undefined): boolean {
  return !/^\s*(0|false|no|off)?\s*$/i.test(text ?? '')
}
