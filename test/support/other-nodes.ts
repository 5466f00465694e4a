import { OLDEST_VERSION, fetchedNode, node24 } from '../../scripts/nodes/place.ts'
import { type ServerName, serverMissing, serverUsed } from './servers-used.ts'

/**
 * The Node that GitHub's runner starts actions with.
 *
 * @returns the reason to skip tests with when `scripts/nodes.ts fetch` has not been run here
 * @throws when the environment variable DAYPASS_REQUIRE asks for `node24` and it is not there
 */
export function useNode24(): string | { readonly skip: string } {
  return use('node24', node24())
}

/** The oldest Node that daypass runs on, as `node20`; else as {@link useNode24}. */
export function useOldestNode(): string | { readonly skip: string } {
  return use('node20', fetchedNode(OLDEST_VERSION))
}

function use(name: ServerName, program: string | undefined): string | { readonly skip: string } {
  if (program === undefined) {
    return { skip: serverMissing(name, 'scripts/nodes.ts fetch has not been run') }
  }
  serverUsed(name)
  return program
}
