import { node24 } from '../../scripts/node24/place.ts'
import { serverMissing, serverUsed } from './servers-used.ts'

/**
 * The Node that GitHub's runner starts actions with.
 *
 * @returns the reason to skip tests with when `scripts/node24.ts fetch` has not been run here
 * @throws when the environment variable DAYPASS_REQUIRE asks for `node24` and it is not there
 */
export function useNode24(): string | { readonly skip: string } {
  const program = node24()
  if (program === undefined) {
    return { skip: serverMissing('node24', 'scripts/node24.ts fetch has not been run') }
  }
  serverUsed('node24')
  return program
}
