import type { Clock } from '../../core/clock.ts'
import type { CallOptions } from '../../core/call-options.ts'
import { awsCodeOf } from '../errors/aws-error.ts'
import { readFault } from '../errors/aws-fault.ts'

const FIRST_PAUSE_MS = 100
const PAUSES = 6

/**
 * Tries again while IAM is still taking in an earlier change, after 0.1 s, 0.2 s, 0.4 s, … 3.2 s: seven
 * times in 6.3 s. Then, or when another try makes no sense, throws the last error.
 */
export async function onceSettled<T>(
  clock: Clock,
  { signal }: CallOptions,
  attempt: () => Promise<T>,
  isSettling: (error: unknown) => boolean = isBusy,
): Promise<T> {
  for (let pause = 0; pause < PAUSES; pause++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isSettling(error)) throw error
      await clock.sleep(FIRST_PAUSE_MS * 2 ** pause, signal)
    }
  }
  return await attempt()
}

/** IAM refused because another change of the same entity is under way. */
export function isBusy(error: unknown): boolean {
  const code = awsCodeOf(error)
  return code === 'ConcurrentModification' || code === 'EntityTemporarilyUnmodifiable'
}

/**
 * IAM is busy, or does not see a user yet that was made a moment ago; a policy or group that is missing stays
 * so. For a user it does not see, IAM asks for the right on `user <name>`, which a policy with an ARN does not
 * give: with narrow rights that is an AccessDenied.
 */
export function isNotYetThere(userName: string): (error: unknown) => boolean {
  return (error) => {
    const { code, message } = readFault(error)
    return (
      isBusy(error) ||
      (code === 'NoSuchEntity' && message.includes(userName)) ||
      (code === 'AccessDenied' && message.includes(`on resource: user ${userName}`))
    )
  }
}
