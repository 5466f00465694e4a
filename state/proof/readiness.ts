import type { Clock } from '../../core/clock.ts'
import { isDaypassError } from '../../core/errors.ts'
import type { Random } from '../../core/lease/lease-id.ts'
import type { SweepMarks, SeenMark } from '../../core/sweep-mark.ts'
import { STORE_KEY } from '../documents/keys.ts'
import { newNonce, putWithNonce } from '../documents/nonce.ts'
import type { ObjectStore, StoredObject } from '../objects.ts'
import { probeStore } from './probe-store.ts'
import {
  type StoreDocument,
  isProvenAt,
  provenAt,
  readStoreDocument,
  storeDocumentText,
} from './store-proof.ts'

/** So often is a mark written that others write at the same time. */
const TRIES = 3

/** What `store.json` is for: the proof that the store is fit, and the mark of its sweeps. */
export interface Readiness {
  /**
   * Checks that the store is fit to be the only lock, once. Where `store.json` says that it was proven at this very
   * place, it is one request. Where not, the store is probed, and only one that passed gets its proof: a process that dies
   * midway leaves none, nor does a copy of the bucket at another server bring one along. A failed check is made again when it
   * is asked for again.
   */
  ready(): Promise<void>
  readonly sweeps: SweepMarks
}

interface Proving {
  readonly objects: ObjectStore
  readonly clock: Clock
  readonly random: Random
}

/** Both of a store. */
export function readiness(
  objects: ObjectStore,
  ports: { clock: Clock; random: Random },
): Readiness {
  const proving = { objects, ...ports }
  let checked: Promise<void> | undefined
  let seen: SeenMark | undefined
  return {
    ready: async () => {
      checked ??= prove(proving, (mark) => (seen = { mark, readAt: ports.clock.now() }))
      try {
        await checked
      } catch (error) {
        checked = undefined
        throw error
      }
    },
    sweeps: {
      atHand: () => seen,
      read: async () => documentIn(await objects.get(STORE_KEY)).swept,
      update: async (change) => {
        await updateMark(proving, change)
      },
    },
  }
}

async function prove(
  { objects, clock, random }: Proving,
  see: (mark: SeenMark['mark']) => void,
): Promise<void> {
  const found = await objects.get(STORE_KEY)
  const { proof, swept } = documentIn(found)
  see(swept)
  if (isProvenAt(proof, objects.place)) return
  await probeStore(objects, random)
  const document = { proof: provenAt(proof, objects.place, clock.now()), swept }
  const text = storeDocumentText(document, newNonce(random))
  // Who loses against another that proved it too leaves the proof to the next.
  await objects.put(STORE_KEY, text, found ?? { absent: true })
}

/** Whoever dies before the write leaves the mark of the sweep before. */
async function updateMark(
  { objects, random }: Proving,
  change: Parameters<SweepMarks['update']>[0],
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const found = await objects.get(STORE_KEY)
    const document = documentIn(found)
    const text = storeDocumentText({ ...document, swept: change(document.swept) }, newNonce(random))
    const condition = found ?? { absent: true as const }
    if ((await putWithNonce(objects, STORE_KEY, text, condition)) !== 'conflict') return
  }
}

/** What cannot be read proves nothing, and marks nothing. */
function documentIn(found: StoredObject | undefined): StoreDocument {
  const nothing = { proof: [], swept: {} }
  if (found === undefined) return nothing
  try {
    return readStoreDocument(STORE_KEY, found.body)
  } catch (error) {
    if (isDaypassError(error, 'state-invalid')) return nothing
    throw error
  }
}
