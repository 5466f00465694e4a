import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { documentText } from './documents/document.ts'
import { STORE_KEY } from './documents/keys.ts'
import { newNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'
import { testConditions } from './self-test.ts'

/**
 * A check that the store honours conditions, done once. In a store that was proven before it is one
 * request: `store.json` is created again, which must be refused. Where that succeeds, the store is
 * new, or ignores conditions: it goes through the whole test, and `store.json` is left behind only by a
 * store that passed. A failed check is made again when it is asked for again.
 */
export function readiness(
  objects: ObjectStore,
  ports: { clock: Clock; random: Random },
): () => Promise<void> {
  let checked: Promise<void> | undefined
  return async () => {
    checked ??= prove(objects, ports)
    try {
      await checked
    } catch (error) {
      checked = undefined
      throw error
    }
  }
}

async function prove(objects: ObjectStore, ports: { clock: Clock; random: Random }): Promise<void> {
  const create = async () => {
    const proof = { created_at: ports.clock.now() }
    const text = documentText(newNonce(ports.random), proof)
    return await objects.put(STORE_KEY, text, { absent: true })
  }
  if ((await create()) === 'conflict') return
  // Taken away before the test: a process that dies in it must not leave a proof behind.
  await objects.remove([STORE_KEY])
  await testConditions(objects, ports.random)
  await create()
}
