import { compareSubjects, describeUncompared } from '../../assembly/compare-subjects.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Role } from '../../core/role/role.ts'
import { DiagnosticError, type Diagnostics } from '../../terraform-plugin/protocol/diagnostic.ts'
import { explain } from '../explain.ts'
import { sentence } from '../sentence.ts'
import type { DaypassSession } from '../session.ts'

/**
 * Compares whom a role is for with the token that says whose job this is. Without one the role is given after a
 * warning, and `true` is answered, which belongs into the lease; undefined where there was nothing to compare, or it fits.
 *
 * @throws `DiagnosticError` at the role when it is for others, or a token is required and there is none; what fetching
 * it throws.
 */
export async function comparedHere(
  session: DaypassSession,
  role: Role,
  { warning }: Diagnostics,
): Promise<true | undefined> {
  const { requireSubject: isRequired } = session.settings()
  const { subjectToken } = await session.connect()
  const take = subjectToken && (async () => await subjectToken({}))
  try {
    const uncompared = await compareSubjects([role], take, { isRequired })
    if (uncompared.length === 0) return undefined
  } catch (error) {
    if (!isDaypassError(error, 'request-invalid')) throw error
    throw new DiagnosticError({ ...explain(error), path: ['role'] })
  }
  const detail = sentence(describeUncompared(role))
  warning({ summary: 'Role of others', detail, path: ['role'] })
  return true
}
