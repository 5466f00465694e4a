import type { Methods } from '../plugin/grpc.ts'
import type { ExitReason } from '../plugin/lifecycle.ts'
import { endInstance } from './end-instance.ts'
import { newInstance } from './instance.ts'
import type { Instance } from './instance.ts'
import { providerMethods } from './methods.ts'

/** A provider that answers. */
export interface ServedInstance {
  readonly methods: Methods
  readonly end: (why: ExitReason) => Promise<void>
  /** Stops what is pending and leaves nothing behind. */
  readonly interrupt: () => void
}

/** Makes a provider answer. */
export function serveInstance(parts: Pick<Instance, 'provider' | 'log' | 'clock'>): ServedInstance {
  const instance = newInstance(parts)
  return {
    methods: providerMethods(instance),
    end: (why) => endInstance(instance, why),
    interrupt: () => {
      instance.interrupt.abort()
    },
  }
}
