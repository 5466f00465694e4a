import type { AnyProvider } from '../terraform-plugin/definition/provider.ts'
import { daypass } from '../provider/daypass.ts'
import { systemClock } from '../core/clock.ts'
import { serverClock } from '../core/server-clock.ts'

/** The provider as it is defined, to read its schemas and functions: it is never configured. */
export function definedProvider(): AnyProvider {
  return daypass({
    env: {},
    directory: '.',
    clock: serverClock(systemClock),
    random: (size) => new Uint8Array(size),
  })
}
