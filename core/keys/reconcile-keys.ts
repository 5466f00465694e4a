import { type DaypassError, isDaypassError } from '../errors.ts'
import type { CallOptions } from '../call-options.ts'
import { isRotationDue, type KeptUser } from './key-ring.ts'
import type { RotationPorts } from './ports.ts'
import { giveUpKeys } from './give-up-keys.ts'
import { type Rotation, rotate } from './rotate.ts'

/** What a sweep did about the keys of one user. */
export type ReconciledKeys =
  | { readonly place: string; readonly rotation: Rotation }
  | { readonly place: string; readonly givenUp: true }
  | { readonly place: string; readonly error: DaypassError }

/**
 * Rotates the keys of a user if it is time, or goes on with what broke off. Undefined where nothing is to do.
 * Failures are an answer: they must not stop a sweep.
 */
export async function reconcileKeys<K extends KeptUser>(
  ports: RotationPorts<K>,
  options: CallOptions,
): Promise<ReconciledKeys | undefined> {
  const { place } = ports.store
  try {
    const stored = await ports.store.read()
    if (stored === undefined || !isRotationDue(stored.kept, ports.clock.now())) return undefined
    if (stored.kept.ring.phase === 'removing') {
      await giveUpKeys(ports, options)
      return { place, givenUp: true }
    }
    return { place, rotation: await rotate(ports, options) }
  } catch (error) {
    if (!isDaypassError(error)) throw error
    return { place, error }
  }
}
