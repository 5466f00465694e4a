import type { ExitReason } from '../plugin/lifecycle.ts'
import { problemsOf } from './attempt.ts'
import { closeEphemeral } from './close-ephemeral-resource.ts'
import type { Instance } from './instance.ts'

/**
 * Closes what Terraform left open, then lets the provider clean up. Whatever fails is logged: nobody is left to
 * report to. Whoever calls sets the deadline.
 */
export async function endInstance(instance: Instance, why: ExitReason): Promise<void> {
  const { provider, log, sessions } = instance
  instance.stop.abort()
  instance.interrupt.abort()
  const failed = (error: unknown): void => {
    for (const { summary, detail } of problemsOf(instance, error))
      log.error('the end was not clean', { summary, detail })
  }
  await instance.open.closeAll((open) => closeEphemeral(instance, open), failed)
  for (const session of sessions) {
    try {
      await provider.shutdown?.(session, { why, log })
    } catch (error) {
      failed(error)
    }
  }
}
