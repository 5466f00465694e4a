import { cautionsOf } from '../../core/role/role-cautions.ts'
import type { Role } from '../../core/role/role.ts'
import type { Reporter } from '../printing/reporter.ts'

/** Warns of what AWS takes and somebody may not have meant. */
export async function warnOfCautions(reporter: Reporter, roles: readonly Role[]): Promise<void> {
  for (const caution of roles.flatMap(cautionsOf)) await reporter.warn(caution)
}
