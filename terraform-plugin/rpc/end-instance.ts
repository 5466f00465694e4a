import { END_MILLISECONDS_MAX, type ExitReason } from '../plugin/lifecycle.ts'
import { problemsOf } from './attempt.ts'
import { closeEphemeral } from './close-ephemeral-resource.ts'
import type { Instance } from './instance.ts'

/**
 * Closes what Terraform left open, then lets the provider clean up. Whatever fails is logged: nobody is left to
 * report to. Whoever calls sets the deadline.
 */
export async function endInstance(instance: Instance, why: ExitReason): Promise<void> {
  const { provider, log, clock, sessions } = instance
  const begun = clock.now().getTime()
  instance.stop.abort()
  instance.interrupt.abort()
  // Half a second is kept for what is logged last.
  const left = (): number =>
    Math.max(0, END_MILLISECONDS_MAX - 500 - (clock.now().getTime() - begun))
  const failed = (error: unknown): void => {
    for (const { summary, detail } of problemsOf(instance, error))
      log.error('the end was not clean', { summary, detail })
  }
  await instance.open.closeAll((open) => closeEphemeral(instance, open), failed)
  for (const session of sessions) {
    try {
      await provider.shutdown?.(session, { why, log, milliseconds: left() })
    } catch (error) {
      failed(error)
    }
  }
}
