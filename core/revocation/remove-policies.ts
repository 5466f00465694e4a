import type { CallOptions } from '../ports.ts'
import { removable } from './board.ts'
import type { RevocationPorts, StoredBoard } from './ports.ts'

/**
 * Removes the deny policies of a board that are needed no more, from IAM before the board forgets them: death
 * midway and doing it twice are harmless. Answers how many.
 *
 * @throws what IAM answers.
 */
export async function removePolicies(
  ports: RevocationPorts,
  stored: StoredBoard | undefined,
  options: CallOptions,
): Promise<number> {
  const old = stored === undefined ? [] : removable(stored.board, ports.clock.now())
  if (stored === undefined || old.length === 0) return 0
  const { board } = stored
  for (const { name, kind } of old) {
    await ports.policies.remove(board.target, name, kind, options)
  }
  const policies = board.policies.filter((policy) => !old.includes(policy))
  await ports.store.writeBoard({ ...board, policies }, stored)
  return old.length
}
