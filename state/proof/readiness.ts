import type { Clock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import { STORE_KEY } from '../documents/keys.ts'
import { newNonce } from '../documents/nonce.ts'
import type { ObjectStore } from '../objects.ts'
import { probeStore } from './probe-store.ts'
import {
  type StoreProof,
  isProvenAt,
  provenAt,
  readStoreProof,
  storeProofText,
} from './store-proof.ts'

/**
 * A check that the store is fit to be the only lock, done once. Where `store.json` says that it was proven at this very
 * place, it is one request. Where not, the store is probed, and only one that passed gets its proof: a process that dies
 * midway leaves none, nor does a copy of the bucket at another server bring one along. A failed check is made again when it
 * is asked for again.
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

async function prove(
  objects: ObjectStore,
  { clock, random }: { clock: Clock; random: Random },
): Promise<void> {
  const found = await objects.get(STORE_KEY)
  const proof = found === undefined ? [] : proofIn(found.body)
  if (isProvenAt(proof, objects.place)) return
  await probeStore(objects, random)
  const text = storeProofText(provenAt(proof, objects.place, clock.now()), newNonce(random))
  // Who loses against another that proved it too leaves the proof to the next.
  await objects.put(STORE_KEY, text, found ?? { absent: true })
}

/** What cannot be read proves nothing. */
function proofIn(body: string): StoreProof {
  try {
    return readStoreProof(STORE_KEY, body)
  } catch (error) {
    if (isDaypassError(error, 'state-invalid')) return []
    throw error
  }
}
