import type { KeptUser } from '../core/keys/key-ring.ts'
import type { KeptStore } from '../core/keys/ports.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

/** Where one kept user lies, and how it is written. */
export interface KeptPlace<K extends KeptUser> {
  readonly key: string
  readonly random: Random
  readonly text: (kept: K, nonce: string) => string
  /** Throws `state-invalid`. */
  readonly read: (key: string, body: string) => K
}

/** A kept user as one object, written on conditions. */
export function keptStore<K extends KeptUser>(
  objects: ObjectStore,
  { key, random, text, read }: KeptPlace<K>,
): KeptStore<K> {
  return {
    place: key,
    read: async () => {
      const found = await objects.get(key)
      return found && { kept: read(key, found.body), version: found.version }
    },
    write: async (kept, before) => {
      const condition =
        before === undefined ? { absent: true as const } : { version: before.version }
      const written = await putWithNonce(objects, key, text(kept, newNonce(random)), condition)
      return written === 'conflict' ? written : { kept, version: written.version }
    },
    remove: async () => {
      await objects.remove([key])
    },
  }
}
