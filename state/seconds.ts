import type { Random } from '../core/lease/lease-id.ts'
import type { SecondStore } from '../core/revocation/ports.ts'
import { arnFolder } from './documents/arn-folder.ts'
import { documentText } from './documents/document.ts'
import { newNonce, putWithNonce } from './documents/nonce.ts'
import type { ObjectStore } from './objects.ts'

const SECONDS = 'seconds/'

/** Taken seconds in the store: `seconds/<epoch second>/<issuing user>`, written by whoever is first. */
export function secondStore(objects: ObjectStore, ports: { readonly random: Random }): SecondStore {
  return {
    reserve: async (issuerArn, slot) => {
      const key = `${SECONDS}${digits(slot)}/${arnFolder(issuerArn)}`
      const text = documentText(newNonce(ports.random), {})
      return (await putWithNonce(objects, key, text, { absent: true })) !== 'conflict'
    },
    forgetBefore: async (time) => {
      const limit = `${SECONDS}${digits(Math.floor(time.getTime() / 1000))}`
      const past: string[] = []
      for await (const key of objects.list(SECONDS)) {
        if (key >= limit) break
        if (isSecondKey(key)) past.push(key)
      }
      if (past.length > 0) await objects.remove(past)
    },
  }
}

/** Whether a key is that of a taken second. */
export function isSecondKey(key: string): boolean {
  return /^seconds\/\d{11}\/[^/]+$/.test(key)
}

function digits(epochSecond: number): string {
  return String(epochSecond).padStart(11, '0')
}
