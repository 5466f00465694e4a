import type { KeptStore } from '../core/keys/ports.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { ROOT_USES, type RootKey } from '../core/root/root-key.ts'
import { documentText, readDocument } from './documents/document.ts'
import { keptStore } from './kept-store.ts'
import { readRing, readUser, ringFields, userFields } from './documents/kept-document.ts'
import type { ObjectStore } from './objects.ts'
import { defined } from '../core/language/defined.ts'

/** Key of the root key's document. */
export const ROOT_KEY = 'root/key.json'

/** The root key in a store of objects. Its secret is sealed before it comes here. */
export function rootKeyStore(
  objects: ObjectStore,
  ports: { readonly random: Random },
): KeptStore<RootKey> {
  return keptStore(objects, { key: ROOT_KEY, random: ports.random, text, read })
}

function text({ user, use, rotationPeriodSeconds, graceSeconds, ring }: RootKey, nonce: string) {
  return documentText(nonce, {
    user: userFields(user),
    use,
    ...defined({ rotation_period: rotationPeriodSeconds }),
    grace_period: graceSeconds,
    ...ringFields(ring),
  })
}

function read(key: string, body: string): RootKey {
  const document = readDocument(key, body)
  return {
    user: readUser(document.fields('user')),
    use: document.oneOf('use', ROOT_USES),
    rotationPeriodSeconds: document.optionalCount('rotation_period'),
    graceSeconds: document.seconds('grace_period'),
    ring: readRing(document),
  }
}
