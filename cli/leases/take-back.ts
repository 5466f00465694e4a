import { revoke } from '../../core/revoke.ts'
import type { LeaseId } from '../../core/lease/lease-id.ts'
import type { Ports } from '../../core/ports.ts'
import { endText } from './end-text.ts'
import { describe } from '../error-text.ts'
import type { Session } from '../session.ts'

/**
 * Revokes a lease that is not needed any more, or never reached its holder, and says what became of it. Never throws:
 * what goes wrong is said, and the sweep tries again.
 */
export async function takeBack(
  { reporter }: Session,
  ports: Ports,
  id: LeaseId,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  try {
    const result = await revoke(ports, id, options)
    const text = `lease ${id} ${endText(result)}`
    if (result.status === 'ends_at') await reporter.warn(text)
    else await reporter.note(text)
  } catch (error) {
    const described = describe(error)
    await reporter.fail(
      {
        ...described,
        message: `lease ${id} could not be revoked: ${described.message}`,
        hint: `daypass revoke ${id} tries again, as does daypass sweep`,
      },
      error,
    )
  }
}
