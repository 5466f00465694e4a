import {
  compareSubjects,
  describeUncompared,
  isRequiredBy,
} from '../../assembly/compare-subjects.ts'
import { findToken } from '../../assembly/identity-token/find-token.ts'
import { identityTokenFrom } from '../../assembly/identity-token/identity-token.ts'
import { signingToken } from '../../assembly/identity-token/signing-token.ts'
import type { Role } from '../../core/role/role.ts'
import type { Session } from '../session.ts'

/**
 * Compares whom a role is for with the token that this process signs in to AWS with, else the one that it has or may ask
 * for. Without one the role is given after
 * a warning, and `true` is answered, which belongs into the lease; undefined where there was nothing to compare, or it
 * fits.
 *
 * @throws `request-invalid` when the role is for others, or a token is required and there is none; what fetching it throws.
 */
export async function comparedHere(
  { context, reporter, settings }: Session,
  role: Role,
  { requireSubject }: { readonly requireSubject?: boolean },
): Promise<true | undefined> {
  const source = signingToken(context.env, settings.awsProfile) ?? findToken(context.env)
  const token = source && identityTokenFrom(source, context)
  const isRequired = requireSubject ?? isRequiredBy(context.env['DAYPASS_REQUIRE_SUBJECT'])
  const take = token && (async () => await token({}))
  const uncompared = await compareSubjects([role], take, { isRequired })
  if (uncompared.length === 0) return undefined
  await reporter.warn(describeUncompared(role))
  return true
}
