import { createHash } from 'node:crypto'
import type { StoreMark } from '../core/lease/lease-store.ts'
import type { Random } from '../core/lease/lease-id.ts'
import { AWS_LIMITS, AWS_PATTERNS } from '../core/role/aws-limits.ts'
import { documentText, readDocument } from './documents/document.ts'
import { MARK_KEY } from './documents/keys.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

/**
 * What tells a store from all others in the account. A bucket's is its place, which is the world's only one of its name: it
 * is known without a request, also when the bucket is gone. A directory's name is on other machines too: it keeps random
 * letters of its own.
 */
export function storeMark(objects: ObjectStore, random: Random): StoreMark {
  if (!objects.place.startsWith('file:')) {
    const mark = asTag(objects.place)
    return { read: () => Promise.resolve(mark), make: () => Promise.resolve(mark) }
  }
  const read = async (): Promise<string | undefined> => {
    const found = await objects.get(MARK_KEY)
    return found && `directory:${readDocument(MARK_KEY, found.body).text('nonce')}`
  }
  return {
    read,
    make: async () => {
      const found = await read()
      if (found !== undefined) return found
      const text = documentText(newNonce(random), {})
      await putWithNonce(objects, MARK_KEY, text, { absent: true })
      // Whoever else wrote it first has marked the store.
      return (await read()) ?? ''
    },
  }
}

/** A tag takes not every character of a URL, nor any length. */
function asTag(place: string): string {
  if (AWS_PATTERNS.tag.test(place) && place.length <= AWS_LIMITS.tagValueCharacters) return place
  return `sha256:${createHash('sha256').update(place).digest('hex')}`
}
